import { CircleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { t } from '../../shared/language.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';

/** Shows an error in place of a broken page, which can be reopened; the frame around it stays. */
export class ErrorBoundary extends Component<
  { readonly children: ReactNode },
  { readonly hasFailed: boolean }
> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <EmptyState
        icon={CircleAlert}
        title={t('This page couldn’t be shown')}
        action={<Button onPress={() => this.setState({ hasFailed: false })}>{t('Show it again')}</Button>}
      >
        {t('Stored data isn’t affected, and an import in progress continues.')}
      </EmptyState>
    );
  }
}
