// Which ways exams hang on, for an assessment of risk: every recorded conversation, judged as the rules of a segmentation judge it.
import type { RiskConversation, RiskReach } from '#contracts/index.ts';
import { conversationsOf } from '#risk/index.ts';
import type { Tenant } from '#store/index.ts';
import { segmentationInputOf } from './segmentation.ts';

/** The conversations on which exams hang, or about which somebody has to decide. */
export async function examConversations(tx: Tenant): Promise<RiskConversation[]> {
  return conversationsOf(await segmentationInputOf(tx));
}

/** Ways, each with whether an exam hangs on it, or nobody can tell. */
export function waysWithExams(ways: readonly RiskReach[], conversations: readonly RiskConversation[]): RiskReach[] {
  const exams = new Set(
    conversations.flatMap(({ from, to, port, hangs }) =>
      hangs === 'exam' || hangs === 'unsure' ? key(from, to, port) : [],
    ),
  );
  return ways.map((way) => ({ ...way, isClinical: exams.has(key(way.from, way.to, way.port)) }));
}

function key(from: string, to: string, port: number): string {
  return `${from} ${to} ${port}`;
}
