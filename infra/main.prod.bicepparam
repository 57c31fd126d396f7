using 'main.bicep'

// A GPU, a network of its own, and somebody who is told.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'fusion-prod')
param location = readEnvironmentVariable('AZURE_LOCATION', 'swedencentral')
param gpu = 't4'
param maxReplicas = 8
param usePrivateNetwork = true
param checkpointDays = 90
param monthlyBudget = 1000
param alertEmail = readEnvironmentVariable('FUSION_ALERT_EMAIL', '')
param computeImage = readEnvironmentVariable('SERVICE_COMPUTE_IMAGE_NAME', '')
