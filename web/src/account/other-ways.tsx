// Buttons for the ways to sign in that owners set up, and what became of the one that this browser went last.
import { Alert, Button, Divider, Stack } from '@mantine/core';
import type { OpenWays } from '#contracts/index.ts';
import { beginHref } from '../api/sign-in-ways.ts';
import { text } from '../text/index.ts';

interface OtherWaysProps {
  readonly offered: OpenWays;
  /** A directory was chosen: the form asks for a name there. */
  readonly onDirectory: (way: OpenWays['ways'][number]) => void;
}

/** Nothing where nothing is set up. */
export function OtherWays({ offered: { ways, waiting }, onDirectory }: OtherWaysProps) {
  return (
    <Stack gap="sm" mt="md">
      {waiting?.kind === 'failed' ? (
        <Alert color="red" role="alert">
          {waiting.message}
        </Alert>
      ) : null}
      {ways.length > 0 ? <Divider label={text.signInWays.or} /> : null}
      {ways.map((way) =>
        way.kind === 'oidc' ? (
          <Button key={way.id} component="a" href={beginHref(way.id)} variant="default" size="md">
            {text.signInWays.with(way.label)}
          </Button>
        ) : (
          <Button key={way.id} variant="default" size="md" onClick={() => onDirectory(way)}>
            {text.signInWays.with(way.label)}
          </Button>
        ),
      )}
    </Stack>
  );
}
