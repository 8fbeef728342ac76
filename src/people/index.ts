// The door of people: tenants, accounts, sign-in, roles, audit trail.
export type { Membership } from './accounts.store.ts';
export { addTenant, allTenants } from './accounts.store.ts';
export type { AuditEntry, AuditInput } from './audit.store.ts';
export { audit, listAudit } from './audit.store.ts';
export type { Mail, Post } from './mail.ts';
export { openPost } from './mail.ts';
export { dropMail, mailServer, mailState, setMail } from './mail-settings.store.ts';
export { OutsideSignIn } from './outside-sign-in.ts';
export type { Person, SignedIn, SignInInput } from './people.ts';
export { CodeNeeded, People, WrongSignIn } from './people.ts';
export type { Action } from './roles.ts';
export { allows } from './roles.ts';
export type { SecretBox } from './secret-box.ts';
export { openSecretBox } from './secret-box.ts';
export type { KnownSensor, Posted } from './sensors.store.ts';
export { addSensor, listSensors, noteSensor, revokeSensor, sensorByToken } from './sensors.store.ts';
export { SignInLimits } from './sign-in-limits.ts';
export { dropSignInWay, setSignInWay, signInSettings } from './sign-in-ways.store.ts';
