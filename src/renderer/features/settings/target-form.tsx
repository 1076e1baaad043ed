import { useState } from 'react';
import type { FileFormat, TargetSettings } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { sentences, t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import styles from '../../components/form-page.module.css';
import { FailureNotice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { atlasPreset } from './target-words.ts';

const fileFormats = [
  ['ndjson', 'NDJSON'],
  ['parquet', 'Parquet'],
] as const satisfies readonly (readonly [FileFormat, string])[];

/** The address of a target. It has a Save button because another address is another destination. */
export function TargetForm({ settings }: { readonly settings: TargetSettings }) {
  const { target } = settings;
  const configure = useAct('settings.configureTarget');
  const [baseUrl, setBaseUrl] = useState(settings.baseUrl);
  const [datasetRid, setDatasetRid] = useState(settings.datasetRid);
  const [branch, setBranch] = useState(settings.branch);
  const [userId, setUserId] = useState(settings.userId);
  const [format, setFormat] = useState(settings.format);
  const isFoundry = target === 'foundry';
  const isDirty =
    baseUrl.trim() !== settings.baseUrl ||
    (isFoundry &&
      (datasetRid !== settings.datasetRid || branch !== settings.branch || userId !== settings.userId));
  const isFormatDirty = isFoundry && format !== settings.format;
  const failure = configure.error === null ? null : failureOf(configure.error);
  const addressError =
    failure?.code === 'settings.bad_address' ? textFor(failure.code, failure.details) : null;
  const save = (address: string) =>
    configure.mutate(
      {
        target,
        baseUrl: address,
        ...(isFoundry ? { datasetRid, branch, userId } : {}),
        ...(isFormatDirty ? { format } : {}),
      },
      { onSuccess: () => setBaseUrl(address.trim()) },
    );
  return (
    <form
      className={styles['form']}
      aria-label={t('Address of {target}', { target: targetName(target) })}
      onSubmit={(event) => {
        event.preventDefault();
        save(baseUrl);
      }}
    >
      <div className={styles['withButton']}>
        <TextField
          label={t('Address')}
          type="url"
          value={baseUrl}
          onChange={setBaseUrl}
          placeholder="https://"
          error={
            addressError === null
              ? null
              : sentences(t('{title}.', { title: addressError.title }), addressError.text)
          }
        />
        {target === 'atlas' && baseUrl !== atlasPreset && (
          <Button onPress={() => setBaseUrl(atlasPreset)}>{t('Use Atlas')}</Button>
        )}
      </div>
      {isFoundry && (
        <TextField
          label={t('Dataset')}
          value={datasetRid}
          onChange={setDatasetRid}
          placeholder="ri.foundry.main.dataset.…"
          hint={t('The dataset’s resource ID, as shown in Foundry.')}
        />
      )}
      {isFoundry && (
        <div className={styles['fields']}>
          <TextField label={t('Branch')} value={branch} onChange={setBranch} placeholder="master" />
          <TextField
            label={t('User ID')}
            value={userId}
            onChange={setUserId}
            hint={t(
              'Written into each row to show whose data it is. If Atlas wrote to this dataset, use the same ID.',
            )}
          />
        </div>
      )}
      {isFoundry && (
        <Choice
          label={t('File format')}
          value={format}
          options={fileFormats}
          isDisabled={settings.isFormatFixed}
          hint={
            settings.isFormatFixed
              ? t('This dataset already has data in this format, and a dataset can hold only one.')
              : t(
                  'NDJSON needs a schema that you apply in Foundry. Parquet is smaller and carries its column types; an empty dataset gets its schema with the first upload.',
                )
          }
          onChange={setFormat}
        />
      )}
      {(isDirty || isFormatDirty) && (
        <div className={styles['line']}>
          <Button type="submit" look="primary" isDisabled={configure.isPending}>
            {t('Save')}
          </Button>
          {isDirty && settings.destination !== null && (
            <p className={styles['soft']}>
              {t(
                'This is another destination: deliveries to the old one don’t count there, and the old one sends nothing more. An address that you used before continues where it stopped, with the data you agreed to then.',
              )}
            </p>
          )}
        </div>
      )}
      {failure !== null && addressError === null && <FailureNotice failure={failure} />}
    </form>
  );
}
