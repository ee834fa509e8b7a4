import { columnSizes, stripSizes } from './shell/picture-sizes.ts';

/** One page of the shop. The router shows it; the build tells the server what to send along with its first answer. */
export interface ShopPage {
  readonly path: string;
  /** Under features/; the component has the file's name. */
  readonly file: string;
  /** A tab shows the bar of tabs; `stage` pages fill the screen with a picture and lay themselves out. */
  readonly frame?: 'tabs' | 'stage';
  /** What the page asks for at once: the server puts the answers into the page, for the one who opens it. */
  readonly reads?: readonly string[];
  /** Where the first screen's pictures are in those answers, and the widest they are shown. */
  readonly pictures?: readonly FirstPicture[];
}
export interface FirstPicture {
  /** Position in `reads`, then the way to the picture. */
  readonly at: readonly (string | number)[];
  readonly sizes: string;
  /** Where it stands: the server draws it there (first-screen.css) before any script has come. */
  readonly place?: 'strip' | 'strip-live' | 'gallery';
}

const session = '/api/sessions/:sessionId';
const product = '/api/products/:productId';

export const pages: readonly ShopPage[] = [
  {
    path: '/',
    file: 'home/HomePage.tsx',
    frame: 'tabs',
    reads: ['/api/home', '/api/categories', '/api/products?limit=20'],
    pictures: (['live', 'upcoming'] as const).flatMap((list) =>
      [0, 1].map((i) => ({ at: [0, list, i, 'cover'], sizes: stripSizes, place: list === 'live' ? 'strip-live' : 'strip' })),
    ),
  },
  { path: '/search', file: 'home/SearchPage.tsx' },
  {
    path: '/live',
    file: 'live/ProgrammePage.tsx',
    frame: 'tabs',
    reads: ['/api/sessions?state=live&limit=20', '/api/sessions?state=scheduled&limit=20'],
  },
  { path: '/live/:sessionId', file: 'live/LiveRoomPage.tsx', frame: 'stage', reads: [session] },
  {
    path: '/products/:productId',
    file: 'products/ProductPage.tsx',
    reads: [product, '/api/home'],
    pictures: [{ at: [0, 'pictures', 0], sizes: columnSizes, place: 'gallery' }],
  },
  { path: '/products/:productId/reviews', file: 'reviews/ReviewsPage.tsx' },
  { path: '/products/:productId/questions', file: 'reviews/QuestionsPage.tsx' },
  {
    path: '/teams/:teamId',
    file: 'teams/TeamPage.tsx',
    reads: ['/api/teams/:teamId'],
    pictures: [{ at: [0, 'campaign', 'product', 'picture'], sizes: '112px' }],
  },
  { path: '/l/:code', file: 'links/LinkPage.tsx' },
  { path: '/cart', file: 'checkout/CartPage.tsx' },
  { path: '/checkout', file: 'checkout/CheckoutPage.tsx' },
  { path: '/pay/:orderId', file: 'checkout/PayPage.tsx' },
  { path: '/orders', file: 'orders/OrdersPage.tsx' },
  { path: '/orders/:orderId', file: 'orders/OrderPage.tsx' },
  { path: '/orders/:orderId/review', file: 'reviews/WriteReviewPage.tsx' },
  { path: '/communities', file: 'communities/CommunitiesPage.tsx', frame: 'tabs' },
  { path: '/communities/:communityId', file: 'communities/CommunityPage.tsx', reads: ['/api/communities/:communityId'] },
  { path: '/communities/:communityId/chat', file: 'communities/ChatPage.tsx', reads: ['/api/communities/:communityId'] },
  { path: '/me', file: 'me/MePage.tsx', frame: 'tabs' },
  { path: '/me/teams', file: 'teams/MyTeamsPage.tsx' },
  { path: '/me/coupons', file: 'coupons/MyCouponsPage.tsx' },
  { path: '/me/reviews', file: 'reviews/MyReviewsPage.tsx' },
  { path: '/me/addresses', file: 'me/AddressesPage.tsx' },
  { path: '/me/settings', file: 'me/SettingsPage.tsx' },
  { path: '/promoter', file: 'promoter/PromoterPage.tsx' },
  { path: '/shop', file: 'home/ShopPage.tsx' },
  { path: '/shops/:shopId', file: 'home/ShopPage.tsx' },
];
