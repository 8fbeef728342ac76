// A directory may keep the roster by SCIM: an owner makes the token for it, and ends it.
import { Button, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core';
import type { TrainingState } from '#contracts/index.ts';
import { dropScimToken, makeScimToken } from '../api/training.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';

const words = text.training;

/** The panel. */
export function Directory({ scim }: { readonly scim: TrainingState['scim'] }) {
  const { own } = usePowers();
  const make = useWrite(() => makeScimToken());
  const end = useWrite(
    () => dropScimToken(),
    () => notice(words.scimEnded),
  );
  return (
    <Panel title={words.scim} lead={words.scimLead}>
      <Stack align="flex-start">
        <code>{`${window.location.origin}/scim/v2`}</code>
        <Text size="sm">
          {scim ? (
            <>
              <Foreign>{words.scimSince(scim.by)}</Foreign>, <When at={scim.since} />; {words.scimUsed}:{' '}
              <When at={scim.lastUsedAt} />
            </>
          ) : (
            words.scimNone
          )}
        </Text>
        {make.data && scim ? (
          <Note tone="watch">
            {words.scimOnce}
            <Group align="flex-end" mt="xs">
              <TextInput label={words.scimToken} readOnly value={make.data.token} />
              <CopyButton value={make.data.token}>
                {({ copied, copy }) => <Button onClick={copy}>{copied ? words.copied : words.copyAll}</Button>}
              </CopyButton>
            </Group>
          </Note>
        ) : null}
        {make.error || end.error ? <Failure error={make.error ?? end.error} /> : null}
        {own ? (
          <Group>
            <Button variant="default" loading={make.isPending} onClick={() => make.mutate(undefined)}>
              {scim ? words.scimAgain : words.scimMake}
            </Button>
            {scim ? (
              <Button variant="default" loading={end.isPending} onClick={() => end.mutate(undefined)}>
                {words.scimEnd}
              </Button>
            ) : null}
          </Group>
        ) : null}
      </Stack>
    </Panel>
  );
}
