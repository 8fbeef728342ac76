// Names software, in a window.
import { Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { SoftwareRow } from '#contracts/index.ts';
import { nameSoftware } from '../api/site.ts';
import { useWrite } from '../api/use-load.ts';
import { Foreign } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

interface NameSoftwareProps {
  readonly row: SoftwareRow;
  readonly onClose: () => void;
}

/** The form. */
export function NameSoftware({ row, onClose }: NameSoftwareProps) {
  const [product, setProduct] = useState('');
  const [vendor, setVendor] = useState('');
  const name = useWrite(nameSoftware, () => {
    notice(text.software.named);
    onClose();
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    name.mutate({ code: row.code, product, vendor: vendor.trim() === '' ? null : vendor });
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.software.nameTitle}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" component="div">
            <Foreign mono>{row.code}</Foreign>
            <div className="quiet">{text.software.nameHow}</div>
          </Text>
          <TextInput
            label={text.software.product}
            required
            data-autofocus
            maxLength={100}
            value={product}
            onChange={(event) => setProduct(event.currentTarget.value)}
          />
          <TextInput
            label={text.software.vendor}
            maxLength={100}
            value={vendor}
            onChange={(event) => setVendor(event.currentTarget.value)}
          />
          {name.error ? <Failure error={name.error} /> : null}
          <FormActions action={text.common.save} busy={name.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
