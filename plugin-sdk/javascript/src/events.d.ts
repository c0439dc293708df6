/**
 * Emits an event of the kind `plugin.NAME.KIND`, NAME being this plugin's. Observers are told when this
 * call's outcome is used. `chargePoint` is whom it is about; empty: nobody.
 */
export function emit(chargePoint: string, kind: string, payload: { [member: string]: unknown }): void;
