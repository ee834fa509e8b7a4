/** Who people are: guests and accounts, sessions, roles in shops, addresses. */
import './events.ts';

export { identityModule } from './module.ts';
export { identifyCaller, identifyHeaders, onSessionsChanged } from './identify.ts';
export { openSession, type OpenedSession } from './open-session.ts';
export { setSessionCookie } from './session-cookie.ts';
export { createAccount, type NewAccount } from './create-account.ts';
export { suspendAccount } from './suspend-account.ts';
export { getPeople, getContacts, findByContact, isInhabited } from './people.ts';
export { endRole, grantRole, hasRole, roleOf, rolesOf, staffOf } from './roles.ts';
export { getAddress } from './save-address.ts';
export { presentMe } from './present.ts';
export { deviceName, isAtLeast, maskNickname, type ShopRole } from './rules.ts';
export { accountMerges, promoterStatus, shopNames, type AccountMerge } from './extension-points.ts';
