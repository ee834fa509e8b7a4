import type { SameKeys } from '@tuanzi/ui/i18n.ts';
import type { zh } from './messages-zh.ts';

export const en: SameKeys<typeof zh> = {
  title: 'Account and security',
  password: {
    title: 'Change password',
    none: 'You sign in with a code sent to your phone, so there is no password.',
    current: 'Current password',
    next: 'New password',
    again: 'New password again',
    length: 'At least {{min}} characters; longer is better',
    missing: 'Please enter your current password',
    currentWrong: 'That is not your current password',
    same: 'That is the password you have now',
    differs: 'The two are not the same',
    words: 'Every other device will have to sign in again with the new password.',
    go: 'Change password',
    changed: 'Password changed; other devices are signed out',
  },
  sessions: {
    title: 'Where you are signed in',
    words: 'Sign out any device you do not know, then change your password.',
    wordsByPhone: 'Sign out any device you do not know.',
    current: 'This device',
    seen: 'Active {{when}}',
    since: 'Signed in {{date}}',
    end: 'Sign out',
    endOf: 'Sign out {{device}}',
    ended: 'Signed out there',
    others: 'Sign out everywhere else',
    othersTitle: 'Sign out everywhere else?',
    othersWords: 'Everywhere but on this device you will have to sign in again.',
    othersEnded: 'All other devices are signed out',
  },
};
