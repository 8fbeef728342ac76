// Every recorded conversation held against the rules: that none is cut on which an exam depends, or the list of those that are.
import { IconScissors, IconShieldCheck } from '@tabler/icons-react';
import type { CutFlow, SegmentationProof } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './segmentation.module.css';

/** The panel. */
export function ProofPanel({ of }: { readonly of: SegmentationProof }) {
  return (
    <Panel title={text.segmentation.proof}>
      <ProofWords of={of} />
    </Panel>
  );
}

/** The statement, and the list of what would be cut. */
export function ProofWords({ of }: { readonly of: SegmentationProof }) {
  const { checked, clinical, allowed, onSegment, clinicalCut, waitingCut, otherCut, cut, cutTotal } = of;
  const none = clinicalCut === waitingCut;
  if (checked === 0) return <Note tone="watch">{text.segmentation.nothingChecked}</Note>;
  return (
    <>
      <Note
        tone={none ? 'info' : 'danger'}
        icon={none ? IconShieldCheck : IconScissors}
        title={text.segmentation.proofTitle(count(checked), count(clinicalCut - waitingCut), none)}
      >
        {text.segmentation.proofMore(count(clinical), count(allowed), count(onSegment), count(otherCut))}
        {waitingCut > 0 ? ` ${text.segmentation.proofWaits(count(waitingCut))}` : null}
      </Note>
      {cut.length > 0 ? (
        <Unfold label={text.segmentation.cutList(count(cutTotal))} startsOpen={!none}>
          <PlainTable
            label={text.segmentation.cutList(count(cutTotal))}
            columns={text.segmentation.cutColumns}
            rows={cut}
            rowKey={({ key }) => key}
            cells={cellsOf}
          />
          {cutTotal > cut.length ? (
            <p className="quiet">{text.segmentation.cutMore(count(cutTotal - cut.length))}</p>
          ) : null}
        </Unfold>
      ) : null}
    </>
  );
}

function cellsOf(flow: CutFlow) {
  return [
    <FlowEnd key="from" name={flow.clientName} address={flow.client} />,
    <FlowEnd key="to" name={flow.serverName} address={flow.server} />,
    <FlowWhat key="what" of={flow} />,
    <When key="at" at={flow.lastSeenAt} />,
    <Foreign key="because">{flow.because}</Foreign>,
  ];
}

/** One end of a conversation. */
export function FlowEnd({ name, address }: { readonly name: string | null; readonly address: string }) {
  return (
    <>
      {name === null ? null : <Foreign>{name}</Foreign>}
      <div className="quiet">
        <Foreign mono>{address}</Foreign>
      </div>
    </>
  );
}

type What = Pick<CutFlow, 'transport' | 'port' | 'protocols' | 'operations' | 'carries'>;

/** What a conversation is: protocol, port, operations, and whether an exam hangs on it. */
export function FlowWhat({ of: { transport, port, protocols, operations, carries } }: { readonly of: What }) {
  return (
    <div className={classes['what']}>
      <Foreign>{[...protocols, ...operations].join(' · ')}</Foreign>
      <div className="quiet">
        {text.segmentation.port(transport, String(port))} · {text.segmentation.carries[carries]}
      </div>
    </div>
  );
}
