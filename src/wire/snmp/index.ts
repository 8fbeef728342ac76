// The door of wire/snmp: management messages.
export type { SnmpMessage } from './snmp-message.ts';
export { snmpMessage } from './snmp-message.ts';
