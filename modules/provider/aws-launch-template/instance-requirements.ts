import type { AttributeSchema, NestedBlockSchema } from "../schema.js";
import { block, optional, required } from "../schema-builders.js";
import { enumOf, greaterThan, integerAtLeast } from "../validators.js";

const minimum = (value: number): AttributeSchema => optional("number", { validate: integerAtLeast(value) });
const positive = optional("number", { validate: greaterThan(0), float: true });
const integerRange = (least = 1, most = 1): NestedBlockSchema =>
  block({ max: minimum(most), min: minimum(least) });
const requiredRange = block(
  { max: minimum(1), min: required("number", { validate: integerAtLeast(1) }) },
  {},
  { minItems: 1 },
);
const floatRange = block({ max: positive, min: positive });
const choices = (...accepted: readonly string[]): AttributeSchema =>
  optional(["set", "string"], { validate: enumOf(...accepted) });

/** Attribute-based instance selection; excludes `instance_type`. */
export const instanceRequirements = block(
  {
    accelerator_manufacturers: choices("amazon-web-services", "amd", "nvidia", "xilinx", "habana"),
    accelerator_names: choices(
      "a100",
      "inferentia",
      "k520",
      "k80",
      "m60",
      "radeon-pro-v520",
      "t4",
      "vu9p",
      "v100",
      "a10g",
      "h100",
      "t4g",
    ),
    accelerator_types: choices("gpu", "fpga", "inference"),
    allowed_instance_types: optional(["set", "string"], {
      maxItems: 400,
      conflictsWith: ["instance_requirements.0.excluded_instance_types"],
    }),
    bare_metal: optional("string", { validate: enumOf("included", "required", "excluded") }),
    burstable_performance: optional("string", { validate: enumOf("included", "required", "excluded") }),
    cpu_manufacturers: choices("intel", "amd", "amazon-web-services", "apple"),
    excluded_instance_types: optional(["set", "string"], {
      maxItems: 400,
      conflictsWith: ["instance_requirements.0.allowed_instance_types"],
    }),
    instance_generations: choices("current", "previous"),
    local_storage: optional("string", { validate: enumOf("included", "required", "excluded") }),
    local_storage_types: choices("hdd", "ssd"),
    max_spot_price_as_percentage_of_optimal_on_demand_price: optional("number", {
      validate: integerAtLeast(1),
      conflictsWith: ["instance_requirements.0.spot_max_price_percentage_over_lowest_price"],
    }),
    on_demand_max_price_percentage_over_lowest_price: minimum(1),
    require_hibernate_support: optional("bool"),
    spot_max_price_percentage_over_lowest_price: optional("number", {
      validate: integerAtLeast(1),
      conflictsWith: ["instance_requirements.0.max_spot_price_as_percentage_of_optimal_on_demand_price"],
    }),
  },
  {
    accelerator_count: integerRange(1, 0),
    accelerator_total_memory_mib: integerRange(),
    baseline_ebs_bandwidth_mbps: integerRange(),
    memory_gib_per_vcpu: floatRange,
    memory_mib: requiredRange,
    network_bandwidth_gbps: floatRange,
    network_interface_count: integerRange(),
    total_local_storage_gb: floatRange,
    vcpu_count: requiredRange,
  },
  { conflictsWith: ["instance_type"] },
);
