// Everything of the site as one archive: what is in it, what is not, and how far one that is being made is.
import { Button, List, Text } from '@mantine/core';
import { handOverHref, loadHandOver } from '../api/hand-over.ts';
import { useLoad } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { visible } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Progress } from '../parts/progress.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';

const words = text.handOver;
/** How often a page asks how far it is. */
const ASK_MS = 2000;

/** The section about handing the site over. */
export function HandOver() {
  const { own } = usePowers();
  const { data } = useLoad(['hand-over'], loadHandOver, { enabled: own, refetchMs: ASK_MS });
  const running = data?.running ?? null;
  return (
    <Panel title={words.title} lead={words.lead}>
      <List size="sm" mb="sm">
        {words.inside.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      <Text size="sm" mb="sm">
        {words.outside}
      </Text>
      <Note tone="watch">{words.care}</Note>
      {running ? (
        <>
          <Text size="sm" mt="md">
            {words.asked(visible(running.by))} <When at={running.since} />
          </Text>
          <Progress
            value={running.of === 0 ? 0 : running.done / running.of}
            message={words.rows(count(running.rows))}
            label={words.far}
          />
        </>
      ) : own ? (
        <Button component="a" href={handOverHref()} download mt="md">
          {words.take}
        </Button>
      ) : (
        <Text size="sm" mt="md">
          {text.common.ownersOnly}
        </Text>
      )}
    </Panel>
  );
}
