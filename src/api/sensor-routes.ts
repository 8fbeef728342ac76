// Remote sensors: an owner adds and revokes them; a sensor posts facts with its token, which opens this one door and no other.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { api, type Fact, type SensorBatch, type SensorReceipt, type SensorStatus } from '#contracts/index.ts';
import { admitPosted, looksLikePatientData } from '#evidence/model.ts';
import { takeFacts } from '#jobs/index.ts';
import { Conflict, Fault, Invalid, inertText, Unavailable } from '#kit/index.ts';
import {
  addSensor,
  audit,
  type KnownSensor,
  listSensors,
  noteSensor,
  revokeSensor,
  sensorByToken,
} from '#people/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const byId = z.object({ id: z.string().max(80) });
const done = z.object({ done: z.literal(true) });

const BODY_LIMIT = 8 << 20;
/** A sensor's own clock; what it reads may come from machines whose clocks are worse. */
const MOST_AHEAD_MS = 5 * 60_000;
/** Batches that are taken in at a time; who comes then is asked to come back. */
const MOST_AT_ONCE = 4;

class NoSensor extends Fault {
  constructor() {
    super('no-sensor', 401, 'This token belongs to no sensor that may post. Ask an owner for a new one.');
  }
}

/** /sensors, /sensor/facts. */
export function sensorRoutes(app: App, context: ApiContext): void {
  const { store, clock } = context;
  const manage = { onRequest: may(context, 'manage sensors') };

  app.get('/sensors', { onRequest: may(context, 'read'), schema: { response: { 200: api.sensorList } } }, (request) =>
    inTenant(context, request, async (tx) => ({ items: await listSensors(tx) })),
  );

  app.post(
    '/sensors',
    { ...manage, config: { secret: true }, schema: { body: api.sensorInput, response: { 201: api.sensorAdded } } },
    async (request, reply) => {
      const { who } = memberOf(request);
      const { name } = request.body;
      const added = await inTenant(context, request, async (tx) => {
        const sensor = await addSensor(tx, name, { by: who, at: clock.now() });
        await audit(tx, { who, action: 'sensor added', subject: name }, clock.now());
        return sensor;
      });
      return reply.status(201).send({ ...added, name });
    },
  );

  app.delete('/sensors/:id', { ...manage, schema: { params: byId, response: { 200: done } } }, (request) =>
    inTenant(context, request, async (tx) => {
      const name = await revokeSensor(tx, request.params.id, clock.now());
      await audit(tx, { who: memberOf(request).who, action: 'sensor revoked', subject: name }, clock.now());
      return { done: true as const };
    }),
  );

  const known = new WeakMap<FastifyRequest, KnownSensor>();
  const underWay = new Set<string>();

  app.post(
    '/sensor/facts',
    {
      bodyLimit: BODY_LIMIT,
      onRequest: async (request) => {
        const token = /^Bearer (\S{20,200})$/.exec(request.headers.authorization ?? '')?.[1];
        const sensor = token === undefined ? null : await store.system((tx) => sensorByToken(tx, token));
        if (!sensor) throw new NoSensor();
        known.set(request, sensor);
      },
      schema: { body: api.sensorBatch, response: { 200: api.sensorReceipt } },
    },
    async (request) => {
      const sensor = known.get(request);
      if (!sensor) throw new NoSensor();
      if (underWay.has(sensor.id) || underWay.size >= MOST_AT_ONCE) {
        throw new Unavailable('Other batches are being taken in. Send this one again in a few seconds.');
      }
      underWay.add(sensor.id);
      try {
        return await take(sensor, request.body);
      } finally {
        underWay.delete(sensor.id);
      }
    },
  );

  /** Records a batch for good, then says so: what is in the receipt survives the end of this process. */
  async function take(sensor: KnownSensor, { batch, sentAt, status, facts }: SensorBatch): Promise<SensorReceipt> {
    const at = clock.now();
    const note = (outcome: { batch: string | null; facts: number; refused: number; error: string | null }) =>
      store.tenant(sensor.tenantId, (tx) => noteSensor(tx, sensor.id, { at, status: gated(status), ...outcome }));
    const now = at.toISOString();
    const aheadMs = Date.parse(sentAt) - at.getTime();
    if (aheadMs > MOST_AHEAD_MS) {
      const error = `The sensor's clock is ${Math.round(aheadMs / 60_000)} minutes ahead of this server's. Set it (NTP); its facts wait on its disk.`;
      await note({ batch: null, facts: 0, refused: 0, error });
      throw new Conflict(error);
    }
    const refused: { id: string; reason: string }[] = [];
    const admitted: Fact[] = [];
    for (const fact of facts) {
      try {
        // The value is checked against the vocabulary before anything else is done with it.
        admitted.push(admitPosted({ ...fact, value: fact.value as Fact['value'] }, { sensor: sensor.name, now }));
      } catch (error) {
        if (!(error instanceof Invalid)) throw error;
        refused.push({ id: inertText(fact.id, 80), reason: error.message });
      }
    }
    if (batch === null || batch !== sensor.lastBatch) {
      const taken = await takeFacts({ store, clock }, sensor.tenantId, admitted);
      await note({ batch, facts: taken.added, refused: refused.length, error: refused[0]?.reason ?? null });
    }
    return { batch, accepted: admitted.length, refused, at: now };
  }
}

/** What a sensor says of itself, without what looks like a patient's name. */
function gated(status: SensorStatus): SensorStatus {
  const words = (text: string) =>
    looksLikePatientData(text) ? 'left out: it looked like patient data' : inertText(text, 300);
  return {
    ...status,
    version: words(status.version),
    reads: words(status.reads),
    problems: status.problems.map(words),
    counts: Object.fromEntries(Object.entries(status.counts).filter(([what]) => !looksLikePatientData(what))),
  };
}
