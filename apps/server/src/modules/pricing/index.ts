export { pricingModule } from './module.ts';
export { offerKinds, type OfferKind, type OfferPrice, type OfferRequest } from './offer-kinds.ts';
export { quote, type QuoteOptions, type QuoteRequest } from './quote.ts';
