export const en = {
  app: { name: 'Tuanzi', title: 'Tuanzi · good things, live and together' },
  tab: { label: 'Main', home: 'Home', live: 'Live', communities: 'Groups', me: 'Me', unread: { one: '{{count}} unread message', other: '{{count}} unread messages' } },
  common: {
    back: 'Back', close: 'Close', retry: 'Try again', goHome: 'Go to home', skip: 'Skip to content', notYet: 'Not yet',
    somethingWrong: 'Something went wrong', problemWords: 'It is not your fault. Try once more, or come back in a few minutes.', goneWords: 'It may have been taken down, or the link is incomplete.',
    offline: 'You are offline. We carry on as soon as you are back.', offlineWords: 'Check your connection, then try again.', pageNotLoaded: 'This page did not load',
    notFoundTitle: 'Nothing here', notFoundWords: 'The link may be incomplete, or the page has moved.',
    listEnd: 'That is everything', moreFailed: 'Could not load more. Tap to try again', readingOn: 'Loading…', pull: 'Pull to refresh', release: 'Let go to refresh', fresh: 'Up to date',
    save: 'Save', remove: 'Delete', cancel: 'Cancel', edit: 'Edit',
  },
  home: { plays: 'Buy together today', products: 'On sale now', allProducts: 'All', noProducts: 'The shelves are being filled', noProductsWords: 'New products are on their way. See what is live meanwhile.', seeLive: 'Watch live' },
  search: { hint: 'Search products', categories: 'Browse by category', noneTitle: 'Nothing found for “{{words}}”', noneWords: 'Try another word, or a shorter one.', clear: 'Start over' },
  shop: { about: 'About this shop' },
  seller: { title: 'Who sells this', short: 'Seller', legalName: 'Business', licenceNo: 'Licence no.', address: 'Address', contact: 'Contact', note: 'The business above sells these products and answers for them.', toShop: 'Visit the shop' },
  settings: { title: 'Settings', light: 'Light', dark: 'Dark', system: 'As on this device', theme: 'Appearance', language: 'Language', sessions: 'Where you are signed in', thisDevice: 'This device', endSession: 'Sign out', lastSeen: 'Last used {{when}}', signOut: 'Sign out', signOutGuest: 'You have not added a phone number. If you sign out, the orders and groups on this device cannot be recovered.', signOutWords: 'Your orders and groups will be here when you sign in again.', stay: 'Stay signed in', nickname: 'Nickname', nicknameWords: 'Hosts and teammates see this', saved: 'Saved', sessionEnded: 'That device is signed out' },
}
