/**
 * The plugin's section of the configuration. `check` is given the parsed JSON, and gives what the plugin
 * works with; what it throws ends the call with a text that says that the settings are wrong. The result
 * is kept while the settings stay as they are, if `check` is the same function: do not change it.
 */
export function read<T>(check: (settings: { [member: string]: unknown }) => T): T;
/** The same without a check: the type is only claimed. */
export function read<T = { [member: string]: unknown }>(): T;
