// Removes the demo imaging centre, after asking once.
import { useNavigate } from '@tanstack/react-router';
import { removeTenant } from '../api/people.ts';
import { useWrite } from '../api/use-load.ts';
import { Confirm } from '../parts/confirm.tsx';
import { notice } from '../parts/notice.ts';
import { text } from '../text/index.ts';

interface RemoveDemoProps {
  readonly tenant: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The question before the demo goes. */
export function RemoveDemo({ tenant, opened, onClose }: RemoveDemoProps) {
  const navigate = useNavigate();
  const remove = useWrite(removeTenant, () => {
    onClose();
    notice(text.demo.removed);
    void navigate({ to: '/' });
  });
  return (
    <Confirm
      opened={opened}
      title={text.demo.removeTitle}
      action={text.demo.remove}
      danger
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate(tenant)}
    >
      {text.demo.removeWhat}
    </Confirm>
  );
}
