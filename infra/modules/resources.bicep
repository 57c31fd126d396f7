param location string
param token string
param tags object
param gpu string
param maxReplicas int
param computeImage string
param usePrivateNetwork bool
param checkpointDays int
param alertEmail string
param deployerId string

var queueName = 'fusion-compute'
var containerName = 'fusion'
var deploymentContainerName = 'deployments'

module monitoring 'monitoring.bicep' = {
  name: 'fusion-monitoring'
  params: { location: location, token: token, tags: tags }
}

module network 'network.bicep' = if (usePrivateNetwork) {
  name: 'fusion-network'
  params: { location: location, token: token, tags: tags }
}

module identity 'identity.bicep' = {
  name: 'fusion-identity'
  params: { location: location, token: token, tags: tags }
}

module storage 'storage.bicep' = {
  name: 'fusion-storage'
  params: {
    location: location
    token: token
    tags: tags
    containerName: containerName
    deploymentContainerName: deploymentContainerName
    queueName: queueName
    checkpointDays: checkpointDays
    isPrivate: usePrivateNetwork
    workspaceId: monitoring.outputs.workspaceId
  }
}

module secrets 'secrets.bicep' = {
  name: 'fusion-secrets'
  params: { location: location, token: token, tags: tags, isPrivate: usePrivateNetwork, workspaceId: monitoring.outputs.workspaceId, deployerId: deployerId }
}

module registry 'registry.bicep' = {
  name: 'fusion-registry'
  params: { location: location, token: token, tags: tags, workspaceId: monitoring.outputs.workspaceId }
}

module roles 'roles.bicep' = {
  name: 'fusion-roles'
  params: {
    principalId: identity.outputs.principalId
    storageAccountName: storage.outputs.name
    vaultName: secrets.outputs.name
    registryName: registry.outputs.name
    applicationInsightsName: monitoring.outputs.applicationInsightsName
  }
}

module endpoints 'endpoints.bicep' = if (usePrivateNetwork) {
  name: 'fusion-endpoints'
  params: {
    location: location
    token: token
    tags: tags
    networkName: network!.outputs.name
    subnetId: network!.outputs.endpointSubnetId
    storageAccountName: storage.outputs.name
    vaultName: secrets.outputs.name
  }
}

module functions 'functions.bicep' = {
  name: 'fusion-functions'
  params: {
    location: location
    token: token
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageAccountName: storage.outputs.name
    containerName: containerName
    deploymentContainerName: deploymentContainerName
    queueName: queueName
    tokenSecretUri: secrets.outputs.tokenSecretUri
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    workspaceId: monitoring.outputs.workspaceId
    subnetId: usePrivateNetwork ? network!.outputs.functionSubnetId : ''
  }
  dependsOn: [roles]
}

module compute 'compute.bicep' = {
  name: 'fusion-compute'
  params: {
    location: location
    token: token
    tags: tags
    gpu: gpu
    maxReplicas: maxReplicas
    image: computeImage
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    registryEndpoint: registry.outputs.endpoint
    storageAccountName: storage.outputs.name
    containerName: containerName
    queueName: queueName
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    workspaceId: monitoring.outputs.workspaceId
    subnetId: usePrivateNetwork ? network!.outputs.computeSubnetId : ''
  }
  dependsOn: [roles]
}

module alerts 'alerts.bicep' = if (!empty(alertEmail)) {
  name: 'fusion-alerts'
  params: {
    location: location
    token: token
    tags: tags
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    applicationInsightsId: monitoring.outputs.applicationInsightsId
  }
}

output registryEndpoint string = registry.outputs.endpoint
output functionAppName string = functions.outputs.name
output functionAppUrl string = functions.outputs.url
output computeAppName string = compute.outputs.name
output storageAccountName string = storage.outputs.name
output storeUrl string = '${storage.outputs.blobEndpoint}${containerName}'
