import type { ComponentChildren } from 'preact';
import type { BannerAction } from '../../../src/protocol/editor';
import { useCell } from '../../shared/cell';
import { Button } from '../../shared/controls/button';
import { IconButton } from '../../shared/controls/iconButton';
import { Icon, type IconName } from '../../shared/icons/icon';
import { useModel } from '../modelContext';

/** The id that actions of the read-only banner go by. */
const readOnlyBanner = 'readOnly';

const severityIcons = { info: 'info', warning: 'warning', error: 'error' } as const;

/** Messages that stay until they are dealt with. */
export function Banners() {
  const model = useModel();
  const state = useCell(model.state);
  const failure = useCell(model.failure);
  const unsentRows = useCell(model.rows.unsentRows);
  const open = useCell(model.rows.row)?.id;
  const elsewhere = unsentRows.find((id) => id !== open);
  const actionsOf = (banner: string, actions: readonly BannerAction[]) =>
    actions.map(({ id, title }) => (
      <Button key={id} onClick={() => model.ask(model.rpc.call('bannerAction', { banner, action: id }))}>
        {title}
      </Button>
    ));
  return (
    <>
      {state?.banners.map(({ id, severity, message, actions }) => (
        <Banner key={id} severity={severity} icon={severityIcons[severity]} message={message}>
          {actionsOf(id, actions)}
        </Banner>
      ))}
      {state?.readOnly && (
        <Banner severity="info" icon="lock" message={state.readOnly.message}>
          {actionsOf(readOnlyBanner, state.readOnly.actions)}
        </Banner>
      )}
      {elsewhere !== undefined && (
        <Banner
          severity="warning"
          icon="warning"
          message="Changes of another example were not taken. They are kept in its form."
        >
          <Button onClick={() => void model.show(elsewhere)}>Show</Button>
        </Banner>
      )}
      {failure !== undefined && (
        <Banner severity="error" icon="error" message={failure}>
          <IconButton icon="close" label="Dismiss" onClick={() => model.failure.set(undefined)} />
        </Banner>
      )}
    </>
  );
}

interface BannerProps {
  readonly severity: 'info' | 'warning' | 'error';
  readonly icon: IconName;
  readonly message: string;
  readonly children: ComponentChildren;
}

function Banner({ severity, icon, message, children }: BannerProps) {
  return (
    <div class={`banner is-${severity}`} role={severity === 'error' ? 'alert' : 'status'}>
      <Icon name={icon} />
      <span class="banner-message">{message}</span>
      <span class="banner-actions">{children}</span>
    </div>
  );
}
