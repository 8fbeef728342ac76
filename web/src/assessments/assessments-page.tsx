// Every framework with how the site stands, what else belongs to assessments, and the OSCAL documents to take away.
import { Button, Group } from '@mantine/core';
import type { FrameworkSummary } from '#contracts/index.ts';
import { loadAssessments } from '../api/assessments.ts';
import { tenantHref } from '../api/http.ts';
import { useLoad } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { OscalForm } from './oscal-form.tsx';

const words = text.programAssess;
const DOCUMENTS = [
  'assessment-results',
  'plan-of-action-and-milestones',
  'system-security-plan',
  'component-definition',
  'profile',
  'catalog',
] as const;

/** The page. */
export function AssessmentsPage() {
  return (
    <Page title={words.title} lead={words.lead}>
      <Loaded of={useLoad(['assessments'], loadAssessments)} waiting={<Waiting lines={10} />}>
        {({ frameworks }) => (
          <Panel title={words.standing} lead={words.standingLead} flush>
            <PlainTable
              label={words.standing}
              columns={words.columns}
              rows={frameworks}
              rowKey={({ id }) => id}
              cells={cellsOf}
            />
          </Panel>
        )}
      </Loaded>
      <Panel title={words.more} lead={words.moreLead}>
        <Group>
          <LinkButton variant="default" to="/program/remote-access">
            {words.remoteAccess}
          </LinkButton>
          <LinkButton variant="default" to="/program/questionnaires">
            {words.questionnaires}
          </LinkButton>
          <LinkButton variant="default" to="/purchase">
            {words.purchase}
          </LinkButton>
        </Group>
      </Panel>
      <Panel title={words.oscal} lead={words.oscalLead}>
        <Group>
          {DOCUMENTS.map((document) => (
            <Button
              key={document}
              variant="default"
              component="a"
              href={tenantHref('report', { format: 'oscal', document })}
              download
            >
              {words.documents[document]}
            </Button>
          ))}
        </Group>
      </Panel>
      <OscalForm />
    </Page>
  );
}

function cellsOf(of: FrameworkSummary) {
  const { id, name, version, rows, belowTarget } = of;
  return [
    <div key="name">
      <TextLink to="/program/assessments/$id" params={{ id }}>
        <Foreign>{name}</Foreign>
      </TextLink>
      <div className="quiet">
        <Foreign>{[words.version(version), words.rows(count(rows))].join(', ')}</Foreign>
        {belowTarget > 0 ? `, ${words.belowTarget(count(belowTarget))}` : null}
      </div>
    </div>,
    count(of.yes),
    count(of.partly),
    count(of.no),
    count(of.unknown),
    count(of.observed),
    count(of.stale),
  ];
}
