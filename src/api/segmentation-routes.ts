// Segmentation: the rules that let exams through, as a document and as a firewall takes them, and what they would do with a capture.
// Nothing is kept.
import type { FastifyRequest } from 'fastify';
import { type RuleFormat, segmentation } from '#contracts/index.ts';
import {
  dryRunOf,
  type SegmentationAsked,
  segmentationInputOf,
  segmentationInThread,
  segmentationOptionsOf,
} from '#jobs/index.ts';
import { Gate, Invalid, Unavailable } from '#kit/index.ts';
import type { RecordedFlow } from '#risk/index.ts';
import { type ApiContext, type App, inTenant, may } from './context.ts';

/** A capture that is only looked at. */
const MOST_BYTES = 1 << 30;
/** Captures that are looked at beside each other. */
const RUNS = 2;
const ENDINGS: Readonly<Record<RuleFormat, string>> = {
  nftables: 'nft',
  iptables: 'rules',
  cisco: 'txt',
  paloalto: 'txt',
  fortinet: 'txt',
  csv: 'csv',
};

/** /segmentation. */
export function segmentationRoutes(app: App, context: ApiContext): void {
  const read = { onRequest: may(context, 'read') };
  const upload = { onRequest: may(context, 'import') };
  const runs = new Gate(RUNS);
  const asked = async (request: FastifyRequest, query: SegmentationAsked) => ({
    input: await inTenant(context, request, segmentationInputOf),
    options: segmentationOptionsOf(query, context.clock.now()),
  });

  app.get(
    '/segmentation',
    {
      ...read,
      schema: {
        querystring: segmentation.segmentationQuery,
        response: { 200: segmentation.segmentationDocument },
      },
    },
    async (request) => {
      const { input, options } = await asked(request, request.query);
      return segmentationInThread(input, options, { kind: 'document' });
    },
  );

  app.get(
    '/segmentation/rules',
    {
      ...read,
      schema: { querystring: segmentation.segmentationQuery.extend({ format: segmentation.ruleFormat }) },
    },
    async (request, reply) => {
      const { format } = request.query;
      const { input, options } = await asked(request, request.query);
      const text = await segmentationInThread(input, options, { kind: 'rules', format });
      return reply
        .header('content-disposition', `attachment; filename="dosimeter-rules-${format}.${ENDINGS[format]}"`)
        .type(`${format === 'csv' ? 'text/csv' : 'text/plain'}; charset=utf-8`)
        .send(text);
    },
  );

  app.post(
    '/segmentation/dry-run',
    {
      ...upload,
      schema: {
        consumes: ['multipart/form-data'],
        querystring: segmentation.segmentationQuery,
        response: { 200: segmentation.dryRunDocument },
      },
    },
    (request) => {
      if (runs.isFull) throw new Unavailable('Several captures are looked at at the moment. Try again in a minute.');
      return runs.run(async () => {
        const part = await request.file({ limits: { fileSize: MOST_BYTES } });
        if (!part) throw new Invalid("Send the capture as a form with a part named 'file'.");
        const { input, options } = await asked(request, request.query);
        const gone = new AbortController();
        request.raw.once('close', () => {
          if (!request.raw.complete) gone.abort();
        });
        const capture = { stream: part.file, bytes: null };
        const asking = (flows: readonly RecordedFlow[]) =>
          segmentationInThread(input, options, { kind: 'dry run', flows });
        const document = await dryRunOf(asking, capture, { clock: context.clock, signal: gone.signal });
        if (part.file.truncated)
          throw new Invalid('This capture is larger than 1 GB. Use the command line, or cut it into parts.');
        return document;
      });
    },
  );
}
