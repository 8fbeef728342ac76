// A device that is not here: what is known of a product alone is judged on it.
import { type DeviceSnapshot, NO_HARDENING } from '#inventory/model.ts';

/** Nothing is known of it. */
export const UNSEEN_DEVICE: DeviceSnapshot = {
  id: '',
  name: '',
  kind: null,
  modality: null,
  vendor: null,
  model: null,
  serial: null,
  os: null,
  software: [],
  identityFacts: [],
  location: null,
  owner: null,
  addresses: [],
  aeTitles: [],
  zone: null,
  criticality: null,
  services: [],
  onWire: [],
  remoteServices: [],
  internet: [],
  hardening: NO_HARDENING,
  mds2: null,
  lastSeenAt: null,
  retired: false,
};
