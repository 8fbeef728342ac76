// The overview before anything is known: three ways to begin, and the demo to look at.
import { Button, Title } from '@mantine/core';
import { IconFileImport, IconFlask, IconRadar2, IconWalk } from '@tabler/icons-react';
import type { Overview } from '#contracts/index.ts';
import { chooseTenant } from '../api/tenant.ts';
import { useSession } from '../api/use-session.ts';
import { LinkButton } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Progress } from '../parts/progress.tsx';
import { text } from '../text/index.ts';
import classes from './overview.module.css';

/** How to start. */
export function FirstSteps({ overview }: { readonly overview: Overview }) {
  const demo = useSession().data?.tenants.find((tenant) => tenant.demo && tenant.id !== overview.tenant.id);
  return (
    <Page title={text.start.title} tab={text.shell.pages.overview} lead={text.start.lead}>
      {overview.running.map((job) => (
        <Progress key={job.job} value={job.progress} message={job.message} label={job.kind} />
      ))}
      <div className={classes['doors']}>
        <section className={classes['door']}>
          <IconWalk size={34} stroke={1.5} aria-hidden />
          <Title order={2}>{text.guided.firstTitle}</Title>
          <p>{text.guided.firstWhat}</p>
          <LinkButton to="/start">{text.guided.firstAction}</LinkButton>
        </section>
        <section className={classes['door']}>
          <IconRadar2 size={34} stroke={1.5} aria-hidden />
          <Title order={2}>{text.start.scanTitle}</Title>
          <p>{text.start.scanWhat}</p>
          <LinkButton to="/scans/new" variant="default">
            {text.scans.start}
          </LinkButton>
        </section>
        <section className={classes['door']}>
          <IconFileImport size={34} stroke={1.5} aria-hidden />
          <Title order={2}>{text.start.importTitle}</Title>
          <p>{text.start.importWhat}</p>
          <LinkButton to="/import" variant="default">
            {text.start.importAction}
          </LinkButton>
        </section>
        {demo ? (
          <section className={classes['door']}>
            <IconFlask size={34} stroke={1.5} aria-hidden />
            <Title order={2}>{text.start.demoTitle}</Title>
            <p>{text.start.demoWhat}</p>
            <Button variant="default" onClick={() => chooseTenant(demo.id)}>
              {text.start.demoAction}
            </Button>
          </section>
        ) : null}
      </div>
    </Page>
  );
}
