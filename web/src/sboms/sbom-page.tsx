// One bill of materials: the product, the devices that it is about, and its components with their flaws.
import { Group } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import type { SbomDetail } from '#contracts/index.ts';
import { loadSbom } from '../api/sboms.ts';
import { useLoad } from '../api/use-load.ts';
import { count, date } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { billFormat, billName } from './bill-name.ts';
import { Components } from './components.tsx';
import { LinkedDevices } from './linked-devices.tsx';

const route = getRouteApi('/sboms/$id');

/** The page of one bill. */
export function SbomPage() {
  const { id } = route.useParams();
  const bill = useLoad(['sboms', id], (signal) => loadSbom(id, signal));
  if (bill.data) return <Known bill={bill.data} />;
  return (
    <Page title={text.sboms.one}>
      {bill.error ? <Failure error={bill.error} onRetry={() => void bill.refetch()} /> : <Waiting lines={12} />}
    </Page>
  );
}

function Known({ bill }: { readonly bill: SbomDetail }) {
  const name = billName(bill);
  const notes = [
    ...bill.problems,
    ...(bill.duplicates > 0 ? [text.sboms.duplicates(count(bill.duplicates))] : []),
    ...(bill.heldAgainst < bill.components ? [text.sboms.heldAgainst(count(bill.heldAgainst))] : []),
  ];
  return (
    <Page
      title={<Foreign>{name}</Foreign>}
      tab={visible(name)}
      above={
        <Group gap={4}>
          <TextLink to="/sboms" size="sm">
            {text.sboms.title}
          </TextLink>
          <IconChevronRight size={14} aria-hidden />
        </Group>
      }
      lead={
        <>
          <Foreign>{text.sboms.about(billFormat(bill), count(bill.components))}</Foreign>{' '}
          {bill.made === null ? null : text.sboms.made(date(bill.made))}{' '}
          {bill.tool === null ? null : <Foreign>{text.sboms.tool(bill.tool)}</Foreign>}
        </>
      }
      actions={
        bill.findings === 0 ? null : (
          <LinkButton to="/findings" search={{ sbom: bill.id, state: 'potential' }}>
            {text.sboms.seeFindings(count(bill.findings), bill.findings)}
          </LinkButton>
        )
      }
    >
      {notes.length > 0 ? (
        <Note tone="watch" title={text.sboms.problems}>
          {notes.map((problem) => (
            <div key={problem}>
              <Foreign>{problem}</Foreign>
            </div>
          ))}
        </Note>
      ) : null}
      <LinkedDevices bill={bill} />
      <Components bill={bill} />
    </Page>
  );
}
