export { pricingModule } from './module.ts';
export { offerKinds, type OfferKind } from './offer-kinds.ts';
export { quote, type QuoteRequest } from './quote.ts';
