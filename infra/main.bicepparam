using 'main.bicep'

// What azd deploys; its environment says what differs, for example: azd env set FUSION_GPU t4
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'fusion')
param location = readEnvironmentVariable('AZURE_LOCATION', 'swedencentral')
param gpu = readEnvironmentVariable('FUSION_GPU', 'cpu')
param maxReplicas = int(readEnvironmentVariable('FUSION_MAX_REPLICAS', '4'))
param usePrivateNetwork = bool(readEnvironmentVariable('FUSION_PRIVATE_NETWORK', 'false'))
param checkpointDays = int(readEnvironmentVariable('FUSION_CHECKPOINT_DAYS', '30'))
param monthlyBudget = int(readEnvironmentVariable('FUSION_MONTHLY_BUDGET', '200'))
param alertEmail = readEnvironmentVariable('FUSION_ALERT_EMAIL', '')
param budgetStart = readEnvironmentVariable('FUSION_BUDGET_START', '')
param deployerId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param computeImage = readEnvironmentVariable('SERVICE_COMPUTE_IMAGE_NAME', '')
