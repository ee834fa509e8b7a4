export { pricingModule } from './module.ts';
export { offerKinds, type OfferKind } from './offer-kinds.ts';
export { reductionKeepers, type Reduction, type ReductionKeeper } from './reductions.ts';
export { quote, type QuoteRequest } from './quote.ts';
