// The demo imaging centre: what it is, and its removal.
import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { usePowers, useSession } from '../api/use-session.ts';
import { Panel } from '../parts/panel.tsx';
import { RemoveDemo } from '../shell/remove-demo.tsx';
import { text } from '../text/index.ts';

/** The section about the demo. */
export function DemoData() {
  const demo = useSession().data?.tenants.find((tenant) => tenant.demo);
  const { own } = usePowers();
  const [asking, ask] = useDisclosure(false);
  return (
    <Panel title={text.demo.title} lead={text.demo.what}>
      {demo ? (
        <>
          {own ? (
            <Button color="red.9" onClick={ask.open}>
              {text.demo.remove}
            </Button>
          ) : (
            <Text size="sm">{text.common.ownersOnly}</Text>
          )}
          <RemoveDemo tenant={demo.id} opened={asking} onClose={ask.close} />
        </>
      ) : (
        <Text>{text.demo.gone}</Text>
      )}
    </Panel>
  );
}
