/** The rule whose waiver lets a step evict pods in spite of disruption budgets. */
export const forceRule = "FW-ROLLOUT-001";

/** The rule whose waiver lets a step begin where something is not healthy already. */
export const healthRule = "FW-ROLLOUT-002";
