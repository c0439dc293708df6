/** A charge point, as the operators' API gives it. */
export interface ChargePoint {
  id: string;
  connected: boolean;
  session: { id: number; since: string; version: string; subprotocol: string; remoteAddress: string | null } | null;
  /** null: nobody has said. */
  securityProfile: number | null;
  hasPassword: boolean;
  registration: "Accepted" | "Pending" | "Rejected" | null;
  /** What operators call it, and where it stands. */
  name: string | null;
  site: string | null;
  labels: string[];
  /** In degrees. */
  location: { latitude: number; longitude: number; address?: string } | null;
  note: string | null;
  boot: {
    vendor: string;
    model: string;
    serialNumber: string | null;
    firmwareVersion: string | null;
    at: string;
    status: "Accepted" | "Pending" | "Rejected";
  } | null;
  lastSeen: string | null;
  connectors: Connector[];
}

/** The last status of a connector. */
export interface Connector {
  evse: number | null;
  connector: number;
  status: string;
  errorCode: string | null;
  at: string;
}

/** A charging session. Energies are decimal texts in Wh, never below 0. */
export interface Transaction {
  chargePoint: string;
  id: string;
  version: string;
  evse: number | null;
  connector: number | null;
  idTag: string | null;
  /** What became of the id tag at the start. */
  authorization: string | null;
  reservationId: number | null;
  remoteStartId: number | null;
  state: "open" | "closed";
  /** 2.x */
  chargingState: string | null;
  startedAt: string | null;
  /** The register from which the energy counts. */
  meterStartWh: string | null;
  stoppedAt: string | null;
  /** The register up to which it counts, and when that was read. */
  meterStopWh: string | null;
  meterStopAt: string | null;
  /** Null while it runs, and where its times contradict each other. */
  durationSeconds: number | null;
  /** Null: it cannot be known. */
  energyWh: string | null;
  energySource: "station" | "readings" | "intervals" | "next-start" | "operator" | null;
  stopReason: string | null;
  /** Whether it has ended, every message of it has arrived, and nothing is in doubt. */
  complete: boolean;
  /** What is in doubt; more words may come. */
  doubts: string[];
  /** Readings that do not count, by reason. */
  leftOut: { reason: string; count: number; firstWh: string | null; firstAt: string | null }[];
}

/** Who may charge. */
export interface IdTag {
  tag: string;
  /** What kind of token it is (2.x IdTokenEnumType); absent: it counts for every kind. */
  type?: string;
  status:
    | "Accepted"
    | "Blocked"
    | "ConcurrentTx"
    | "Expired"
    | "Invalid"
    | "NoCredit"
    | "NotAllowedTypeEVSE"
    | "NotAtThisLocation"
    | "NotAtThisTime"
    | "Unknown";
  parent: string | null;
  expiry: string | null;
}

/** A charge point; undefined if it is not registered. */
export function chargePoint(id: string): ChargePoint | undefined;
/** At most `limit` (at most 100) charge points in the order of their ids, after `after`. */
export function chargePoints(options?: { after?: string; limit?: number }): ChargePoint[];
/** The connectors of a charge point that ever reported a status. */
export function connectors(chargePoint: string): Connector[];
/** A transaction; undefined if there is no such. */
export function transaction(chargePoint: string, id: string): Transaction | undefined;
/** The open transactions of a charge point. */
export function openTransactions(chargePoint: string): Transaction[];
/** An id tag; undefined if it is not registered. */
export function idTag(tag: string): IdTag | undefined;
