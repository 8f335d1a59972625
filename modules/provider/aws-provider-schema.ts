import type { BlockSchema } from "./schema.js";
import { blocks, optional, setBlocks } from "./schema-builders.js";

/** Services whose endpoint a provider block may name. */
const ENDPOINTS =
  "accessanalyzer account acm acmpca amg amp amplify apigateway apigatewayv2 appautoscaling appconfig appfabric appflow appintegrations appintegrationsservice applicationautoscaling applicationinsights applicationsignals appmesh appregistry apprunner appstream appsync athena auditmanager autoscaling autoscalingplans backup batch bcmdataexports beanstalk bedrock bedrockagent billing budgets ce chatbot chime chimesdkmediapipelines chimesdkvoice cleanrooms cloud9 cloudcontrol cloudcontrolapi cloudformation cloudfront cloudfrontkeyvaluestore cloudhsm cloudhsmv2 cloudsearch cloudtrail cloudwatch cloudwatchevents cloudwatchevidently cloudwatchlog cloudwatchlogs cloudwatchobservabilityaccessmanager cloudwatchrum codeartifact codebuild codecatalyst codecommit codeconnections codedeploy codeguruprofiler codegurureviewer codepipeline codestarconnections codestarnotifications cognitoidentity cognitoidentityprovider cognitoidp comprehend computeoptimizer config configservice connect connectcases controltower costandusagereportservice costexplorer costoptimizationhub cur customerprofiles databasemigration databasemigrationservice databrew dataexchange datapipeline datasync datazone dax deploy detective devicefarm devopsguru directconnect directoryservice dlm dms docdb docdbelastic drs ds dsql dynamodb ec2 ecr ecrpublic ecs efs eks elasticache elasticbeanstalk elasticloadbalancing elasticloadbalancingv2 elasticsearch elasticsearchservice elastictranscoder elb elbv2 emr emrcontainers emrserverless es eventbridge events evidently evs finspace firehose fis fms fsx gamelift glacier globalaccelerator glue gluedatabrew grafana greengrass groundstation guardduty healthlake iam identitystore imagebuilder inspector inspector2 inspectorv2 internetmonitor invoicing iot iotanalytics iotevents ivs ivschat kafka kafkaconnect kendra keyspaces kinesis kinesisanalytics kinesisanalyticsv2 kinesisvideo kms lakeformation lambda launchwizard lex lexmodelbuilding lexmodelbuildingservice lexmodels lexmodelsv2 lexv2models licensemanager lightsail location locationservice logs lookoutmetrics m2 macie2 managedgrafana mediaconnect mediaconvert medialive mediapackage mediapackagev2 mediapackagevod mediastore memorydb mgn mq msk mwaa neptune neptunegraph networkfirewall networkmanager networkmonitor notifications notificationscontacts oam opensearch opensearchingestion opensearchserverless opensearchservice opsworks organizations osis outposts paymentcryptography pcaconnectorad pcs pinpoint pinpointsmsvoicev2 pipes polly pricing prometheus prometheusservice qbusiness qldb quicksight ram rbin rds recyclebin redshift redshiftdata redshiftdataapiservice redshiftserverless rekognition resiliencehub resourceexplorer2 resourcegroups resourcegroupstagging resourcegroupstaggingapi rolesanywhere route53 route53domains route53profiles route53recoverycontrolconfig route53recoveryreadiness route53resolver rum s3 s3api s3control s3outposts s3tables sagemaker scheduler schemas sdb secretsmanager securityhub securitylake serverlessapplicationrepository serverlessapprepo serverlessrepo servicecatalog servicecatalogappregistry servicediscovery servicequotas ses sesv2 sfn shield signer simpledb sns sqs ssm ssmcontacts ssmincidents ssmquicksetup ssmsap sso ssoadmin stepfunctions storagegateway sts swf synthetics taxsettings timestreaminfluxdb timestreamquery timestreamwrite transcribe transcribeservice transfer verifiedpermissions vpclattice waf wafregional wafv2 wellarchitected worklink workspaces workspacesweb xray".split(
    " ",
  );

/** The `provider "aws"` block as release 5.100 has it. */
export const awsProviderSchema: BlockSchema = {
  attributes: {
    access_key: optional("string"),
    allowed_account_ids: optional(["set", "string"]),
    custom_ca_bundle: optional("string"),
    ec2_metadata_service_endpoint: optional("string"),
    ec2_metadata_service_endpoint_mode: optional("string"),
    forbidden_account_ids: optional(["set", "string"]),
    http_proxy: optional("string"),
    https_proxy: optional("string"),
    insecure: optional("bool"),
    max_retries: optional("number"),
    no_proxy: optional("string"),
    profile: optional("string"),
    region: optional("string"),
    retry_mode: optional("string"),
    s3_us_east_1_regional_endpoint: optional("string"),
    s3_use_path_style: optional("bool"),
    secret_key: optional("string"),
    shared_config_files: optional(["list", "string"]),
    shared_credentials_files: optional(["list", "string"]),
    skip_credentials_validation: optional("bool"),
    skip_metadata_api_check: optional("string"),
    skip_region_validation: optional("bool"),
    skip_requesting_account_id: optional("bool"),
    sts_region: optional("string"),
    token: optional("string"),
    token_bucket_rate_limiter_capacity: optional("number"),
    use_dualstack_endpoint: optional("bool"),
    use_fips_endpoint: optional("bool"),
  },
  blocks: {
    assume_role: blocks({
      duration: optional("string"),
      external_id: optional("string"),
      policy: optional("string"),
      policy_arns: optional(["set", "string"]),
      role_arn: optional("string"),
      session_name: optional("string"),
      source_identity: optional("string"),
      tags: optional(["map", "string"]),
      transitive_tag_keys: optional(["set", "string"]),
    }),
    assume_role_with_web_identity: blocks({
      duration: optional("string"),
      policy: optional("string"),
      policy_arns: optional(["set", "string"]),
      role_arn: optional("string"),
      session_name: optional("string"),
      web_identity_token: optional("string"),
      web_identity_token_file: optional("string"),
    }),
    default_tags: blocks({ tags: optional(["map", "string"]) }),
    endpoints: setBlocks(Object.fromEntries(ENDPOINTS.map((service) => [service, optional("string")]))),
    ignore_tags: blocks({ key_prefixes: optional(["set", "string"]), keys: optional(["set", "string"]) }),
  },
};
