// One policy of the site: how it stands, its text, its approval and its history.
import { Button, Group } from '@mantine/core';
import { IconChevronRight, IconPencil } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { PolicyText, SitePolicy } from '#contracts/index.ts';
import { tenantHref } from '../api/http.ts';
import { usePolicy } from '../api/policies.ts';
import { usePowers } from '../api/use-session.ts';
import { count, date, listed } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { AnswerTag } from './answer-tag.tsx';
import { Approval } from './approval.tsx';
import { AskException, type AskedClause } from './ask-exception.tsx';
import { ClauseChecks } from './clause-checks.tsx';
import { PolicyExceptions } from './exceptions.tsx';
import { History } from './history.tsx';
import classes from './policies.module.css';
import { PolicyEditor } from './policy-editor.tsx';
import { Readers } from './readers.tsx';

const words = text.policyPages;
const route = getRouteApi('/program/policies/$id');

/** The page. */
export function PolicyPage() {
  const { id } = route.useParams();
  const policy = usePolicy(id);
  const above = (
    <Group gap={4}>
      <TextLink to="/program/policies" size="sm">
        {words.title}
      </TextLink>
      <IconChevronRight size={14} aria-hidden />
    </Group>
  );
  const title = policy.data?.newest.filled.title ?? words.title;
  return (
    <Page title={<Foreign>{title}</Foreign>} tab={visible(title)} above={above}>
      <Loaded of={policy} waiting={<Waiting lines={12} />}>
        {(known) => <Known key={known.id} policy={known} onReload={policy.refetch} />}
      </Loaded>
    </Page>
  );
}

function Known({ policy, onReload }: { readonly policy: SitePolicy; readonly onReload: () => Promise<unknown> }) {
  const [isEditing, setEditing] = useState(false);
  return (
    <>
      {policy.retired ? (
        <Note tone="watch" title={words.retiredBy(visible(policy.retired.by))}>
          <Foreign>{policy.retired.why}</Foreign>
        </Note>
      ) : null}
      <Standing policy={policy} />
      {isEditing ? (
        <PolicyEditor policy={policy} onReload={onReload} onClose={() => setEditing(false)} />
      ) : (
        <Text policy={policy} onEdit={() => setEditing(true)} />
      )}
      <ClauseChecks policy={policy} />
      <PolicyExceptions policy={policy.id} />
      {policy.inForce ? <Readers policy={policy} version={policy.inForce.version.version} /> : null}
      {policy.retired ? null : <Approval policy={policy} />}
      <History policy={policy} />
    </>
  );
}

function Standing({ policy: { status } }: { readonly policy: SitePolicy }) {
  return (
    <Panel title={words.standing} lead={words.standingLead}>
      <dl className={classes['answers']}>
        {(['written', 'known', 'enforced'] as const).map((part) => (
          <div key={part}>
            <dt>{words.parts[part]}</dt>
            <dd>
              <AnswerTag answer={status[part].answer} />
            </dd>
            <dd>{status[part].why}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Text({ policy, onEdit }: { readonly policy: SitePolicy; readonly onEdit: () => void }) {
  const { edit } = usePowers();
  const { newest, inForce, retired } = policy;
  const isNewer = inForce !== null && inForce.version.version !== newest.version.version;
  const [showsNewer, setShowsNewer] = useState(false);
  const shown = inForce && !(isNewer && showsNewer) ? inForce : newest;
  const [asked, ask] = useState<AskedClause | null>(null);
  // Only a text that counts asks for something that somebody may be excepted from.
  const canAsk = edit && !retired && shown === inForce;
  return (
    <Panel
      title={words.text}
      lead={leadOf(shown)}
      actions={
        <Group gap="xs">
          {(['html', 'pdf'] as const).map((format) => (
            <Button
              key={format}
              variant="default"
              component="a"
              href={tenantHref(`program/policies/${encodeURIComponent(policy.id)}/document`, {
                version: shown.version.version,
                format,
              })}
              download
            >
              {words.formats[format]}
            </Button>
          ))}
          {edit && !retired ? (
            <Button leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit}>
              {words.edit}
            </Button>
          ) : null}
        </Group>
      }
    >
      {isNewer ? (
        <Note>
          {words.newer(count(newest.version.version))}{' '}
          <Button variant="default" size="compact-sm" onClick={() => setShowsNewer(!showsNewer)}>
            {showsNewer ? words.showInForce : words.showNewer}
          </Button>
        </Note>
      ) : null}
      {shown.filled.missing.length > 0 ? (
        <Note tone="watch">{words.missing(listed(shown.filled.missing.map((name) => labelOf(shown, name))))}</Note>
      ) : null}
      <p className={classes['purpose']}>
        <Foreign>{shown.filled.purpose}</Foreign>
      </p>
      <h3>{words.clauses}</h3>
      <ol className={classes['clauses']}>
        {shown.filled.clauses.map((clause) => (
          <li key={clause.id}>
            <Foreign>{clause.text}</Foreign>
            <div className="quiet">{words.isFor(listed(clause.who.map((person) => words.people[person])))}</div>
            {canAsk ? (
              <Button
                variant="default"
                size="compact-sm"
                aria-label={text.exceptionPages.askOf(visible(clause.text))}
                onClick={() =>
                  ask({
                    policy: policy.id,
                    id: clause.id,
                    text: clause.text,
                    checks: policy.checks.filter(({ id }) => clause.checks.includes(id)),
                  })
                }
              >
                {text.exceptionPages.ask}
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
      {asked ? <AskException from={{ clause: asked }} onClose={() => ask(null)} /> : null}
    </Panel>
  );
}

function leadOf({ version }: PolicyText): string {
  if (version.state !== 'approved') return words.textDraft(count(version.version));
  return words.textInForce(
    count(version.version),
    date(version.decidedAt ?? version.at),
    visible(version.decidedBy ?? ''),
  );
}

function labelOf({ body }: PolicyText, name: string): string {
  return body.variables.find((variable) => variable.name === name)?.label ?? name;
}
