// The end of the walk: what was said is stated, the risk is worked out, and the page of results opens.
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { StartWalk } from '#contracts/index.ts';
import { isOver } from '../api/jobs.ts';
import { useJob } from '../api/use-job.ts';
import { count } from '../format/format.ts';
import { Progress } from '../parts/progress.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './start.module.css';
import { savedOf } from './steps.ts';
import { useFinish } from './use-walk.ts';

const words = text.guided;

/** The step. */
export function EndStep({ walk, edit }: { readonly walk: StartWalk; readonly edit: boolean }) {
  const finish = useFinish();
  const navigate = useNavigate();
  const [id, setId] = useState<string>();
  const job = useJob(id);
  const isDone = job !== undefined && isOver(job);
  useEffect(() => {
    // The page tells, too, where the risk could not be worked out.
    if (isDone) void navigate({ to: '/start/result' });
  }, [isDone, navigate]);
  const open = walk.asked.filter((each) => (savedOf(walk, each)?.value ?? 'unknown') === 'unknown').length;
  return (
    <>
      <h1>{words.end.ask}</h1>
      {open > 0 ? <p className="quiet">{words.end.open(count(open))}</p> : null}
      {id === undefined ? (
        <div className={classes['answers']}>
          <Button
            size="lg"
            disabled={!edit}
            loading={finish.isPending}
            onClick={() => finish.mutate([], { onSuccess: (finished) => setId(finished.job) })}
          >
            {words.end.show}
          </Button>
        </div>
      ) : (
        <Progress value={job?.progress ?? 0} message={job?.message ?? ''} label={words.result.working} />
      )}
      {finish.error ? <Failure error={finish.error} /> : null}
    </>
  );
}
