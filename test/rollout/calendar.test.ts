import { calendarAt, parseRolloutDefinition } from "../../modules/rollout/index.js";

function calendarOf(windows: object) {
  const { waves } = parseRolloutDefinition({ windows, waves: [{ name: "all", clusters: "all" }] });
  const calendar = waves[0]?.calendar;
  if (calendar === undefined || calendar === null) throw new Error("no calendar");
  return calendar;
}

const at = (text: string): number => Date.parse(text);
const iso = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();

describe("the windows of a rollout", () => {
  const nights = calendarOf({
    timeZone: "Europe/Berlin",
    open: [{ weekdays: ["mon", "tue", "wed", "thu"], from: "22:00", to: "05:00" }],
  });

  it("open in their own time zone and run through midnight", () => {
    // 2026-03-02 is a Monday; Berlin is at UTC+1.
    expect(calendarAt(nights, at("2026-03-02T20:59:00Z")).open).toBe(false);
    expect(calendarAt(nights, at("2026-03-02T21:00:00Z"))).toEqual({
      open: true,
      until: at("2026-03-03T04:00:00Z"),
    });
    expect(calendarAt(nights, at("2026-03-03T03:59:00Z")).open).toBe(true);
    expect(calendarAt(nights, at("2026-03-03T04:00:00Z")).open).toBe(false);
  });

  it("say when they open next, over a weekend", () => {
    const state = calendarAt(nights, at("2026-03-06T12:00:00Z"));
    expect(state.open === false && iso(state.opensAt)).toBe("2026-03-09T21:00:00.000Z");
  });

  it("keep to the wall clock when the clocks change", () => {
    const sundays = calendarOf({
      timeZone: "Europe/Berlin",
      open: [{ weekdays: ["sun"], from: "06:00", to: "08:00" }],
    });
    // Summer time begins on 2026-03-29: 06:00 is 04:00Z that day, 05:00Z the week before.
    expect(calendarAt(sundays, at("2026-03-29T04:00:00Z")).open).toBe(true);
    expect(calendarAt(sundays, at("2026-03-22T04:59:00Z")).open).toBe(false);
    expect(calendarAt(sundays, at("2026-03-22T05:00:00Z")).open).toBe(true);
  });

  it("take windows that follow one another as one", () => {
    const days = calendarOf({
      timeZone: "UTC",
      open: [
        { weekdays: ["mon"], from: "20:00", to: "24:00" },
        { weekdays: ["tue"], from: "00:00", to: "06:00" },
      ],
    });
    const state = calendarAt(days, at("2026-03-02T21:00:00Z"));
    expect(state.open && iso(state.until)).toBe("2026-03-03T06:00:00.000Z");
  });

  it("stay closed in a freeze, both days included, and name its reason", () => {
    const frozen = calendarOf({
      timeZone: "UTC",
      freezes: [{ from: "2026-12-18", to: "2027-01-06", reason: "holidays" }],
    });
    expect(calendarAt(frozen, at("2026-12-17T23:59:00Z"))).toEqual({ open: true, until: at("2026-12-18") });
    const state = calendarAt(frozen, at("2027-01-06T23:59:00Z"));
    expect(state).toEqual({ open: false, opensAt: at("2027-01-07"), reason: "frozen: holidays" });
  });

  it("open after a freeze only when a window does", () => {
    const both = calendarOf({
      timeZone: "UTC",
      open: [{ weekdays: ["mon"], from: "10:00", to: "12:00" }],
      freezes: [{ from: "2026-03-02", to: "2026-03-03", reason: "audit" }],
    });
    const state = calendarAt(both, at("2026-03-02T11:00:00Z"));
    expect(state.open === false && iso(state.opensAt)).toBe("2026-03-09T10:00:00.000Z");
  });

  it("let nothing start within the margin before they close", () => {
    const margin = calendarOf({
      timeZone: "UTC",
      open: [{ from: "10:00", to: "12:00" }],
      startMargin: "30m",
    });
    expect(calendarAt(margin, at("2026-03-02T11:30:00Z")).open).toBe(true);
    expect(calendarAt(margin, at("2026-03-02T11:31:00Z"))).toEqual({
      open: false,
      opensAt: at("2026-03-03T10:00:00Z"),
      reason: "too shortly before the window closes (UTC)",
    });
  });

  it("say so when they never open again", () => {
    const never = calendarOf({
      timeZone: "UTC",
      open: [{ weekdays: ["mon"], from: "10:00", to: "12:00" }],
      freezes: [{ from: "2026-01-01", to: "2028-01-01", reason: "retired" }],
    });
    expect(calendarAt(never, at("2026-03-02T11:00:00Z"))).toMatchObject({ open: false, opensAt: null });
  });
});
