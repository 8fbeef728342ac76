// Whether the matrix is still the one that the assessment was judged by, and the way to it.
import type { RiskDocument } from '#contracts/index.ts';
import { loadHarmMatrix } from '../api/harm.ts';
import { useLoad } from '../api/use-load.ts';
import { LinkButton } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { text } from '../text/index.ts';

/** The remark and the link. */
export function MatrixStanding({ document: { at, matrix } }: { readonly document: RiskDocument }) {
  const now = useLoad(['harm-matrix'], loadHarmMatrix).data;
  const isStale = now !== undefined && (now.at === null ? matrix !== undefined : Date.parse(now.at) > Date.parse(at));
  return (
    <>
      {isStale ? <Note tone="watch">{text.harmMatrix.stale}</Note> : null}
      <LinkButton to="/risk/harm-matrix" variant="default" size="sm" mt="sm">
        {text.harmMatrix.change}
      </LinkButton>
    </>
  );
}
