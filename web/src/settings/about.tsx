// The product, its version and its promises.
import { Text } from '@mantine/core';
import { useSession } from '../api/use-session.ts';
import { FactsList } from '../parts/facts-list.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';

/** The section about the product. */
export function About() {
  const version = useSession().data?.version ?? '';
  return (
    <Panel title={text.about.title} lead={text.about.lead}>
      <FactsList
        items={[
          [text.about.version, version],
          [text.about.license, 'Apache-2.0'],
          [
            text.about.api,
            <a key="api" href="/api/v1/openapi.json">
              /api/v1/openapi.json
            </a>,
          ],
        ]}
      />
      <Text component="h3" fw={600} mt="lg" mb={4}>
        {text.about.promises}
      </Text>
      <ul style={{ margin: 0, paddingLeft: 20 }}>
        {text.about.promiseList.map((promise) => (
          <li key={promise}>{promise}</li>
        ))}
      </ul>
    </Panel>
  );
}
