/** The settings in the palette: every group, every field by its label, and what can be chosen in one stroke. */
import { AdmissionMode } from '../../../contract/views.ts'
import type { Command } from '../../commands/command.ts'
import { attempt } from '../../stores/attempt.ts'
import type { Stores } from '../../stores/stores.ts'
import { strings } from '../../strings.ts'
import { groups, placedFields } from './groups.ts'

const { do: does, also } = strings.palette
const { group: groupWords, choice } = strings.preferences

export function settingCommands(stores: Stores): readonly Command[] {
  const { screen } = stores
  return [
    ...groups.map(
      ({ name }): Command => ({
        id: `settings.${name}`,
        group: 'go',
        label: does.settings(groupWords[name].title),
        also: groupWords[name].about,
        run: () => screen.showSettings(name),
      }),
    ),
    ...stranger(stores),
    ...looks(stores),
    ...app(stores),
    ...placedFields.map(
      ({ field, group, section }): Command => ({
        id: `setting.${field.path}`,
        group: 'setting',
        label: field.label,
        also: `${field.path} ${section.title} ${groupWords[group.name].title}`,
        run: () => screen.showSettings(group.name, field.path),
      }),
    ),
  ]
}

/** Sends one change and takes over what holds then. */
const change = ({ client, settings, toasts }: Stores, what: Readonly<Record<string, unknown>>): Promise<boolean> =>
  attempt(toasts, async () => {
    settings.setState({ value: await client.call('settings.set', { change: what }), error: null })
  })

const stranger = (stores: Stores): readonly Command[] =>
  AdmissionMode.options.map((mode) => ({
    id: `strangers.${mode}`,
    group: 'node',
    label: does.strangers(strings.strangers.mode[mode]),
    also: also.strangers,
    available: () => stores.settings.getState().value?.settings.admission.mode !== mode,
    run: async () => {
      if (await change(stores, { admission: { mode } })) stores.toasts.done(strings.strangers.changed[mode])
    },
  }))

function looks({ appearance }: Stores): readonly Command[] {
  const now = () => appearance.store.getState()
  return [
    ...(['system', 'light', 'dark'] as const).map(
      (theme): Command => ({
        id: `theme.${theme}`,
        group: 'look',
        label: does.theme(choice.theme[theme].label),
        also: also.theme,
        available: () => now().theme !== theme,
        run: () => appearance.choose({ theme }),
      }),
    ),
    ...(['system', 'en', 'de'] as const).map(
      (language): Command => ({
        id: `language.${language}`,
        group: 'look',
        label: does.language(choice.language[language].label),
        also: strings.palette.alsoLanguage[language],
        available: () => now().language !== language,
        run: () => appearance.choose({ language }),
      }),
    ),
  ]
}

function app(stores: Stores): readonly Command[] {
  const { client, desktop, toasts, settings } = stores
  const view = () => desktop.getState().value
  const isDesktop = (): boolean => view()?.kind === 'desktop'
  const updating =
    (...states: readonly string[]) =>
    (): boolean =>
      isDesktop() && states.includes(view()?.update.state ?? 'off')
  const learn = (work: 'updates.check' | 'updates.download') => () =>
    attempt(toasts, async () => desktop.setState({ value: await client.call(work), error: null }))
  const just = (work: 'desktop.openLogs' | 'desktop.restart' | 'updates.install') => () =>
    attempt(toasts, () => client.call(work))
  return [
    {
      id: 'reload-settings',
      group: 'app',
      label: does.reload,
      also: also.reload,
      run: () =>
        attempt(toasts, async () => {
          settings.setState({ value: await client.call('settings.reload'), error: null })
          toasts.done(strings.settings.reloaded)
        }),
    },
    {
      id: 'logs',
      group: 'app',
      label: does.logs,
      also: also.logs,
      available: isDesktop,
      run: just('desktop.openLogs'),
    },
    {
      id: 'updates.check',
      group: 'app',
      label: does.checkUpdates,
      also: also.updates,
      available: updating('idle', 'failed'),
      run: learn('updates.check'),
    },
    {
      id: 'updates.download',
      group: 'app',
      label: does.downloadUpdate,
      also: also.updates,
      available: updating('available'),
      run: learn('updates.download'),
    },
    {
      id: 'updates.install',
      group: 'app',
      label: does.installUpdate,
      also: also.updates,
      available: updating('ready'),
      run: just('updates.install'),
    },
    { id: 'restart', group: 'app', label: does.restart, available: isDesktop, run: just('desktop.restart') },
  ]
}
