import { type ReactNode, useEffect, useRef } from 'react';
import type { DestinationCard } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { useDestinationPlace } from '../../bridge/use-account.ts';
import { SwitchField } from '../../components/choice.tsx';
import styles from '../../components/form-page.module.css';
import { countText } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { useRoute } from '../../navigation/routes.ts';
import { AppSection } from './app-section.tsx';
import { HomeZone } from './home-zone.tsx';
import { ProxySection } from './proxy-section.tsx';
import { RemoveDestination } from './remove-destination.tsx';
import { SourcePriority } from './source-priority.tsx';
import { TargetCard } from './target-card.tsx';
import { UnitChoices } from './unit-choices.tsx';
import { WatchedFolders } from './watched-folders.tsx';

/** Sections about the account. */
interface Props {
  readonly account: ReactNode;
  readonly backup: ReactNode;
  readonly forget: ReactNode;
}

/** Targets, history, and the app itself. */
export function SettingsPage({ account, backup, forget }: Props) {
  const { data: settings, error, refetch } = useCall('settings.read', {});
  const cards = useCall('sync.overview', {}).data?.destinations ?? [];
  const setPhone = useAct('settings.setPhoneUsesTrendy');
  const at = useRoute().query['at'];
  const scroller = useRef<HTMLDivElement>(null);
  // By then, everything above its part has its height.
  const areProxiesKnown = !useCall('settings.proxies', {}).isPending;
  const isThere = !useCall('account.read', {}).isPending && settings !== undefined && areProxiesKnown;
  // A link from elsewhere leads to its part of the page.
  useEffect(() => {
    const part = isThere && at !== undefined ? document.getElementById(`settings-${at}`) : null;
    const box = scroller.current;
    if (part === null || box === null) return;
    // scrollIntoView would move the frame as well.
    box.scrollTop += part.getBoundingClientRect().top - box.getBoundingClientRect().top - 12;
    part.focus({ preventScroll: true });
  }, [at, isThere]);
  const earlier = cards.filter(({ isCurrent }) => !isCurrent);
  return (
    <div ref={scroller} className={styles['page']}>
      <div className={styles['column']}>
        {account}
        {error !== null && <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />}
        {settings === undefined && error === null && <Skeleton label={t('Loading the settings')} rows={10} />}
        {settings !== undefined && (
          <>
            <section aria-label={t('Targets')} className={styles['section']}>
              <h2>{t('Targets')}</h2>
              <p className={styles['soft']}>
                {t(
                  'Nothing leaves this computer until you turn on a target here. You’ll see a summary before it’s turned on.',
                )}
              </p>
              {settings.targets.map((target) => (
                <TargetCard key={target.target} settings={target} cards={cards} />
              ))}
              {earlier.length > 0 && <EarlierDestinations cards={earlier} />}
            </section>
            <ProxySection />
            <section aria-label={t('History')} className={styles['section']}>
              <h2>{t('History')}</h2>
              <div id="settings-zone" tabIndex={-1} className={styles['card']}>
                <HomeZone key={settings.homeZone ?? ''} settings={settings} />
              </div>
              <div className={styles['card']}>
                <SwitchField
                  label={t('My phone also uses Trendy')}
                  isOn={settings.phoneUsesTrendy}
                  isDisabled={setPhone.isPending}
                  onChange={(phoneUsesTrendy) => setPhone.mutate({ phoneUsesTrendy })}
                >
                  {t(
                    'Workouts, water, and mindfulness from the last 30 days are held back, because your phone sends them itself and wouldn’t recognize ours as the same. Turn this off if no phone sends to Trendy.',
                  )}
                </SwitchField>
                {setPhone.error !== null && <FailureNotice failure={failureOf(setPhone.error)} />}
              </div>
              {settings.sourcePriority.sources.length > 0 && (
                <div className={styles['card']}>
                  <SourcePriority
                    key={settings.sourcePriority.sources.map(({ id }) => id).join(' ')}
                    {...settings.sourcePriority}
                  />
                </div>
              )}
              <div id="settings-units" tabIndex={-1} className={styles['card']}>
                <UnitChoices />
              </div>
              <WatchedFolders />
            </section>
          </>
        )}
        {backup}
        <AppSection />
        {forget}
      </div>
    </div>
  );
}

/** Replaced destinations: kept, paused, and removable. */
function EarlierDestinations({ cards }: { readonly cards: readonly DestinationCard[] }) {
  const placeOf = useDestinationPlace();
  return (
    <section className={styles['card']} aria-label={t('Earlier destinations')}>
      <h3>{t('Earlier destinations')}</h3>
      <p className={styles['soft']}>{t('They’re kept unchanged and send nothing.')}</p>
      <ul className={styles['earlier']}>
        {cards.map((card) => (
          <li key={card.id}>
            <p>
              <strong>{targetName(card.target)}</strong> {placeOf(card)}
              <br />
              <span className={styles['soft']}>
                {t('{delivered} delivered, {pending} pending, {failed} failed', {
                  delivered: countText(card.delivered),
                  pending: countText(card.pending),
                  failed: countText(card.failed),
                })}
              </span>
            </p>
            <RemoveDestination card={card} />
          </li>
        ))}
      </ul>
    </section>
  );
}
