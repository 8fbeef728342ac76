// Devices as the rules of findings see them, streamed in batches so that 50,000 never stand in memory at once.
import { currentFacts } from '#evidence/index.ts';
import { type CurrentFact, type SubjectRef, serviceSubject, subjectId } from '#evidence/model.ts';
import type { Tenant } from '#store/index.ts';
import { describeDevice } from './describe-device.ts';
import type { DeviceSnapshot } from './device-snapshot.ts';
import { deviceIdsAfter, deviceStates } from './devices.store.ts';
import { hardeningOf } from './hardening-of.ts';
import { subjectsOfDevices } from './identity.store.ts';
import { crossingsOf } from './internet-flows.store.ts';
import { ownVersions, promisesOf } from './mds2-of.ts';
import { onWire, remoteServices } from './on-wire.ts';
import { MOST_COMPONENTS, SbomComponents } from './sbom-components.ts';
import { servicesOf } from './services.store.ts';
import { softwareOf } from './software-of.ts';

const BATCH = 200;

/** Snapshots of some devices, or of all, by id. Ids of devices that are gone are passed over. */
export async function* snapshots(tx: Tenant, ids?: readonly string[]): AsyncGenerator<DeviceSnapshot> {
  const bills = new SbomComponents();
  if (ids) {
    const wanted = [...new Set(ids)].sort();
    for (let at = 0; at < wanted.length; at += BATCH) {
      yield* await snapshotBatch(tx, wanted.slice(at, at + BATCH), bills);
    }
    return;
  }
  for (let after = ''; ; ) {
    const batch = await deviceIdsAfter(tx, after, BATCH);
    yield* await snapshotBatch(tx, batch, bills);
    const last = batch.at(-1);
    if (last === undefined || batch.length < BATCH) return;
    after = last;
  }
}

async function snapshotBatch(tx: Tenant, ids: readonly string[], bills: SbomComponents): Promise<DeviceSnapshot[]> {
  const states = await deviceStates(tx, ids);
  const members = new Map<string, SubjectRef[]>();
  const deviceOf = new Map<string, string>();
  for (const { ref, device } of await subjectsOfDevices(tx, ids)) {
    members.set(device, [...(members.get(device) ?? []), ref]);
    deviceOf.set(subjectId(ref), device);
  }
  const facts = new Map<string, CurrentFact[]>();
  for (const fact of await currentFacts(tx, [...members.values()].flat())) {
    const device = deviceOf.get(subjectId(fact.subject)) ?? '';
    const known = facts.get(device);
    if (known) known.push(fact);
    else facts.set(device, [fact]);
  }
  const services = Map.groupBy(await servicesOf(tx, ids), (service) => service.device);
  const described = new Map(
    states.map(({ id }) => [id, describeDevice(id, members.get(id) ?? [], facts.get(id) ?? [])]),
  );
  const crossings = await crossingsOf(
    tx,
    [...described.values()].flatMap(({ addresses }) => addresses),
  );
  const programs = new Map([...facts].map(([id, own]) => [id, softwareOf(own)]));
  const links = await bills.linksOf(
    tx,
    new Map([...described].map(([id, { vendor, model }]) => [id, { vendor, model, software: programs.get(id) ?? [] }])),
  );
  const listed = await bills.componentsOf(
    tx,
    [...links.values()].flatMap((own) => own.map((link) => link.id)),
  );
  const promises = await promisesOf(
    tx,
    [...described].map(([id, { vendor, model }]) => {
      return { id, vendor, model, versions: ownVersions(model, programs.get(id) ?? []) };
    }),
  );
  return states.flatMap(({ id, retired, zone, lastSeenAt }) => {
    const own = facts.get(id) ?? [];
    const description = described.get(id);
    if (!description) return [];
    const sboms = links.get(id) ?? [];
    const components = sboms.flatMap((link) => listed.get(link.id) ?? []).slice(0, MOST_COMPONENTS);
    const bySubject = Map.groupBy(own, (fact) => subjectId(fact.subject));
    const { name, kind, modality, vendor, model, serial, os, location, owner, addresses, aeTitles } = description;
    const { criticality, circumstances } = description;
    return {
      id,
      name,
      kind,
      modality,
      vendor,
      model,
      serial,
      os,
      software: [...(programs.get(id) ?? []), ...components],
      sboms,
      identityFacts: own
        .filter(({ attribute }) => attribute === 'device.vendor' || attribute === 'device.model')
        .map(({ factId }) => factId)
        .sort(),
      location,
      owner,
      addresses,
      aeTitles,
      zone,
      criticality,
      circumstances,
      services: (services.get(id) ?? []).map((service) => ({
        endpoint: service.endpoint,
        observedAt: service.observedAt,
        facts: (bySubject.get(subjectId(serviceSubject(service))) ?? []).map((fact) => fact.factId).sort(),
      })),
      onWire: onWire(own),
      remoteServices: remoteServices(own),
      internet: addresses.flatMap((address) => crossings.get(address) ?? []),
      hardening: hardeningOf(own),
      mds2: promises.get(id) ?? null,
      lastSeenAt,
      retired,
    };
  });
}
