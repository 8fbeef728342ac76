// What the world knows, as this installation has it: what ships with the product and the feeds beside the data.
import { builtInKnowledge, type Knowledge } from '#knowledge/index.ts';
import { KnowledgeFolder } from '#sensors/feeds/index.ts';
import type { Store } from '#store/index.ts';

const opened = new WeakMap<Store, { readonly version: string; readonly knowledge: Knowledge }>();

/** The knowledge for judgements on this data; read again when a feed has changed. */
export function knowledgeOf(store: Store): Knowledge {
  if (store.dataDir === null) return builtInKnowledge;
  const folder = new KnowledgeFolder(store.dataDir);
  const version = folder.version();
  const known = opened.get(store);
  if (known?.version === version) return known.knowledge;
  const knowledge = folder.knowledge();
  opened.set(store, { version, knowledge });
  return knowledge;
}
