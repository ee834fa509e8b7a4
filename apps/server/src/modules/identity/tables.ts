// Tables of the identity schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, Timestamp } from '#platform/db-types';

/**
 * People. A guest proves nothing and has only a session; an account proved a phone number or an e-mail address. A merged guest points to the account that took over everything.
 * PRIMARY KEY (id)
 * CHECK merged_into <> id
 * CHECK (kind = 'account'::text) OR ((phone IS NULL) AND (email IS NULL) AND (password_hash IS NULL) AND (NOT is_platform_admin))
 * CHECK (kind = 'guest'::text) OR (phone IS NOT NULL) OR (email IS NOT NULL)
 * CHECK (merged_into IS NULL) OR (kind = 'guest'::text)
 * CHECK email = lower(email)
 * CHECK (length(nickname) >= 1) AND (length(nickname) <= 64)
 * CHECK phone ~ '^1[3-9][0-9]{9}$'::text
 * UNIQUE INDEX accounts_by_email (email) WHERE (email IS NOT NULL)
 * UNIQUE INDEX accounts_by_phone (phone) WHERE (phone IS NOT NULL)
 */
export interface Accounts {
  id: string;
  kind: 'guest' | 'account';
  nickname: string;
  avatarUrl: string | null;
  phone: string | null;
  email: string | null;
  /** scrypt with its parameters and salt in the text. */
  passwordHash: string | null;
  locale: 'zh' | 'en' | null;
  isPlatformAdmin: Generated<boolean>;
  mergedInto: string | null;
  suspendedAt: Timestamp | null;
  suspendedReason: string | null;
  createdAt: Timestamp;
}

/**
 * Where people want their goods; orders keep a copy of their own.
 * PRIMARY KEY (id)
 * INDEX addresses_by_account (account_id, id)
 * UNIQUE INDEX addresses_one_default (account_id) WHERE is_default
 */
export interface Addresses {
  id: string;
  accountId: string;
  recipient: string;
  phone: string;
  province: string;
  city: string;
  district: string;
  street: string;
  isDefault: boolean;
  createdAt: Timestamp;
}

/**
 * The one code a phone number may sign in with now; gone once used. Hashed with this installation's secret.
 * PRIMARY KEY (phone)
 * CHECK (attempts >= 0) AND (attempts <= 5)
 * INDEX codes_by_expiry (expires_at)
 */
export interface Codes {
  phone: string;
  codeHash: string;
  attempts: Generated<number>;
  sentAt: Timestamp;
  expiresAt: Timestamp;
}

/**
 * Sessions, one a device. Only the SHA-256 of the cookie's token is kept, so a copy of this table signs nobody in.
 * UNIQUE (token_hash)
 * PRIMARY KEY (id)
 * CHECK length(token_hash) = 43
 * INDEX logins_by_account (account_id, id) WHERE (ended_at IS NULL)
 * INDEX logins_by_expiry (expires_at)
 */
export interface Logins {
  id: string;
  accountId: string;
  tokenHash: string;
  device: string;
  createdAt: Timestamp;
  lastSeenAt: Timestamp;
  expiresAt: Timestamp;
  endedAt: Timestamp | null;
}

/**
 * Who works for which shop, in one role each.
 * PRIMARY KEY (shop_id, account_id)
 * INDEX memberships_by_account (account_id)
 */
export interface Memberships {
  shopId: string;
  accountId: string;
  role: 'owner' | 'admin' | 'operator' | 'host' | 'moderator' | 'staff';
  since: Timestamp;
}

/**
 * How often something was tried per phone, e-mail or address, counted here so that it holds across processes.
 * PRIMARY KEY (subject)
 * CHECK count > 0
 * INDEX throttles_by_end (window_ends_at)
 */
export interface Throttles {
  subject: string;
  count: number;
  windowEndsAt: Timestamp;
}

declare module '#platform/db-types' {
  interface Tables {
    'identity.accounts': Accounts;
    'identity.addresses': Addresses;
    'identity.codes': Codes;
    'identity.logins': Logins;
    'identity.memberships': Memberships;
    'identity.throttles': Throttles;
  }
}
