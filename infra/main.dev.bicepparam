using 'main.bicep'

// A subscription without GPU quota, for trying things out.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'fusion-dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'swedencentral')
param gpu = 'cpu'
param maxReplicas = 2
param checkpointDays = 7
param monthlyBudget = 50
param computeImage = readEnvironmentVariable('SERVICE_COMPUTE_IMAGE_NAME', '')
