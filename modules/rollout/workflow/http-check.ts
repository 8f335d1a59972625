export interface HttpCheck {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly status: number;
  /** Sent as JSON with a POST. */
  readonly body: object;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** Asks an address. Null: it answered with the status that it should; otherwise what it did, with the begin of its answer. */
export async function runHttpCheck(check: HttpCheck): Promise<string | null> {
  const { url, method, status, body, timeout, signal } = check;
  const late = AbortSignal.timeout(timeout);
  try {
    const response = await fetch(url, {
      method,
      signal: AbortSignal.any([signal, late]),
      headers: {
        "user-agent": "fleetwright",
        ...(method === "POST" ? { "content-type": "application/json" } : {}),
      },
      ...(method === "POST" ? { body: JSON.stringify(body) } : {}),
    });
    const text = (await response.text()).trim().slice(0, 300);
    if (response.status === status) return null;
    return [`${url} answered ${response.status}, not ${status}`, ...(text === "" ? [] : [text])].join("\n");
  } catch (error) {
    if (late.aborted) return `${url} gave no answer within ${timeout / 1_000} s`;
    const reason = error instanceof Error ? (error.cause instanceof Error ? error.cause : error) : null;
    return `${url} gave no answer: ${reason?.message ?? String(error)}`;
  }
}
