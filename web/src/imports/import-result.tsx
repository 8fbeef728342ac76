// What came of an import: how much was taken in, what changed, and each row that was left out with the reason.
import { Button, Group, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { Job } from '#contracts/index.ts';
import { importResult } from '../api/imports.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';
import classes from './imports.module.css';

interface ImportResultProps {
  readonly job: Job;
  readonly onAgain: () => void;
}

/** The result of the import job. */
export function ImportResult({ job, onAgain }: ImportResultProps) {
  const file = importResult(job.result);
  const done = job.state === 'done' && file !== undefined;
  const Picture = done ? IconCircleCheck : IconCircleX;
  const rejected = file?.rejectedTotal ?? 0;
  return (
    <Panel title={done ? text.imports.done : text.imports.failed}>
      <Group gap="sm" wrap="nowrap" align="flex-start" role="status">
        <Picture
          size={26}
          stroke={1.6}
          aria-hidden
          color={done ? 'var(--tone-safe)' : 'var(--tone-danger)'}
          style={{ flex: 'none' }}
        />
        <Text>
          {file ? (
            text.imports.summary(count(file.accepted), count(file.rows), count(file.changed), count(file.facts))
          ) : (
            <Foreign>{job.error ?? job.message}</Foreign>
          )}
        </Text>
      </Group>
      {file && file.changed === 0 && file.accepted > 0 ? (
        <Text size="sm" c="dimmed" mt="xs">
          {text.imports.nothingNew}
        </Text>
      ) : null}
      {file && file.problems.length > 0 ? (
        <ul className={classes['problems']}>
          {file.problems.map((problem) => (
            <li key={problem}>
              <Foreign>{problem}</Foreign>
            </li>
          ))}
        </ul>
      ) : null}
      {file && rejected > 0 ? (
        <>
          <Text component="h3" fw={600} mt="lg" mb="xs">
            {text.imports.rejected(count(rejected))}
          </Text>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <section className={classes['rejected']} tabIndex={0} aria-label={text.imports.rejected(count(rejected))}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{text.imports.row}</th>
                  <th scope="col">{text.imports.reason}</th>
                </tr>
              </thead>
              <tbody>
                {file.rejected.map((each) => (
                  <tr key={`${each.row} ${each.reason}`}>
                    <td>{count(each.row)}</td>
                    <td>
                      <Foreign>{each.reason}</Foreign>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          {rejected > file.rejected.length ? (
            <Text size="sm" c="dimmed" mt="xs">
              {text.imports.rejectedMore(count(rejected - file.rejected.length))}
            </Text>
          ) : null}
        </>
      ) : null}
      <Group mt="lg">
        <LinkButton to="/devices">{text.imports.seeDevices}</LinkButton>
        <Button variant="default" onClick={onAgain}>
          {text.imports.another}
        </Button>
      </Group>
    </Panel>
  );
}
