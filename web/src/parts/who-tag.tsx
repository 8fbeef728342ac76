// Who has to act.
import {
  type Icon,
  IconBuildingFactory2,
  IconDatabase,
  IconNetwork,
  IconStethoscope,
  IconUser,
} from '@tabler/icons-react';
import { text } from '../text/index.ts';
import { Foreign } from './foreign.tsx';
import { Tag } from './tag.tsx';

const ICONS = new Map<string, Icon>([
  ['network', IconNetwork],
  ['pacs', IconDatabase],
  ['biomed', IconStethoscope],
  ['maker', IconBuildingFactory2],
  ['owner', IconUser],
]);
const NAMES = new Map<string, string>(Object.entries(text.who));

/** The person or team who can do it. */
export function WhoTag({ who }: { readonly who: string }) {
  return (
    <Tag tone="quiet" icon={ICONS.get(who) ?? IconUser}>
      {NAMES.get(who) ?? <Foreign>{who}</Foreign>}
    </Tag>
  );
}
