/** What happened, counted: sessions, shops and days, and where every order came from. */
export { insightsModule } from './module.ts';
