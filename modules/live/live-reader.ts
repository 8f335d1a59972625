import { type AwsSession, type AwsTarget, type Clock, systemClock } from "../aws/index.js";
import { type Diagnostic, FailedRead, FleetwrightError } from "../diagnostics/index.js";
import type { ProviderConfiguration, ProviderRegistry, ReadContext } from "../provider/index.js";
import type { ObjectValue } from "../values/index.js";
import { digestOfObject } from "./fingerprint.js";
import type { LiveEvent } from "./live-event.js";
import type { ReadRequest, ReadResults } from "./read-request.js";

/** Where a provider block's calls go, and what of it bears on state. */
export interface LiveProvider {
  readonly target: AwsTarget;
  readonly configuration: ProviderConfiguration;
}

export interface LiveReaderOptions {
  readonly registry: ProviderRegistry;
  readonly session: AwsSession;
  readonly onEvent?: (event: LiveEvent) => void;
  readonly clock?: Clock;
}

/** Reads live objects for one run; data sources that ask for the same are read once over all its stacks. */
export interface LiveReader {
  /**
   * Reads everything at once, within the session's limits. Throws one FleetwrightError with every problem
   * found, each naming the address it was read for.
   *
   * @param providerFor what a request's provider key stands for in its stack
   */
  read(
    requests: readonly ReadRequest[],
    providerFor: (providerKey: string) => LiveProvider,
  ): Promise<ReadResults>;
}

export function createLiveReader(options: LiveReaderOptions): LiveReader {
  const clock = options.clock ?? systemClock;
  const dataReads = new Map<string, Promise<ObjectValue>>();

  const readOne = (request: ReadRequest, provider: LiveProvider): Promise<ObjectValue | null> => {
    const context: ReadContext = {
      clients: options.session.clientsFor(provider.target),
      provider: provider.configuration,
    };
    if (request.kind === "data-source") return readData(request, request.config, context);
    const resourceType = options.registry.resourceType(request.type);
    if (resourceType === undefined) return Promise.reject(unknownType(request));
    const prior = request.kind === "refresh" ? request.prior : resourceType.importStub(request.naturalKey);
    return resourceType.read(prior, context);
  };

  const readData = (
    request: ReadRequest,
    config: ObjectValue,
    context: ReadContext,
  ): Promise<ObjectValue> => {
    const source = options.registry.dataSource(request.type);
    if (source === undefined) return Promise.reject(unknownType(request));
    const key = `${request.type} ${digestOfObject(config)} ${JSON.stringify([context.clients.target, context.provider])}`;
    const known = dataReads.get(key);
    if (known !== undefined) return known;
    const reading = source.read(config, context);
    dataReads.set(key, reading);
    reading.catch(() => dataReads.delete(key));
    return reading;
  };

  return {
    async read(requests, providerFor) {
      const problems: Diagnostic[] = [];
      const results = await Promise.all(
        requests.map(
          async (request): Promise<readonly [string, ObjectValue | null | FailedRead] | undefined> => {
            const shown = { address: request.address, resourceType: request.type, id: idOf(request) };
            const start = clock.now();
            options.onEvent?.({ type: "read-started", ...shown });
            try {
              const object = await readOne(request, providerFor(request.providerKey));
              const elapsedSeconds = Math.round((clock.now() - start) / 1000);
              options.onEvent?.({ type: "read-complete", ...shown, found: object !== null, elapsedSeconds });
              return [request.key, object];
            } catch (error) {
              options.onEvent?.({ type: "read-failed", ...shown });
              if (!FleetwrightError.is(error)) throw error;
              if (request.kind === "data-source" && request.mayFail === true)
                return [request.key, new FailedRead(error.diagnostics)];
              problems.push(
                ...error.diagnostics.map((problem) => ({ address: request.address, ...problem })),
              );
              return undefined;
            }
          },
        ),
      );
      if (problems.length > 0) throw new FleetwrightError("aws", problems);
      return new Map(results.filter((result) => result !== undefined));
    },
  };
}

function idOf(request: ReadRequest): string {
  switch (request.kind) {
    case "find":
      return request.naturalKey;
    case "refresh":
      return typeof request.prior.id === "string" ? request.prior.id : "";
    case "data-source":
      return typeof request.config.name === "string" ? request.config.name : "";
  }
}

function unknownType(request: ReadRequest): FleetwrightError {
  return new FleetwrightError("tool", [
    {
      severity: "error",
      code: "TYPE_UNKNOWN",
      summary: `${request.type} cannot be read`,
      detail: "Fleetwright does not know this type. Let Terraform plan this resource, and gate its plan.",
      address: request.address,
    },
  ]);
}
