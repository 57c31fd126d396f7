param location string
param token string
param tags object
param gpu string
param maxReplicas int
param image string
param identityId string
param identityClientId string
param registryEndpoint string
param storageAccountName string
param containerName string
param queueName string
param applicationInsightsName string
param workspaceId string
param subnetId string

// Source: https://learn.microsoft.com/azure/container-apps/workload-profiles-overview
var profiles = {
  cpu: { name: 'Consumption', type: 'Consumption', cpu: '4.0', memory: '8Gi', device: 'cpu' }
  t4: { name: 'gpu', type: 'Consumption-GPU-NC8as-T4', cpu: '8.0', memory: '56Gi', device: 'cuda' }
  a100: { name: 'gpu', type: 'Consumption-GPU-NC24-A100', cpu: '24.0', memory: '220Gi', device: 'cuda' }
}
var profile = profiles[gpu]

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = { name: storageAccountName }

resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: applicationInsightsName }

resource environment 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: 'cae-fusion-${token}'
  location: location
  tags: tags
  properties: {
    // The workspace has a key of its own only where logs are sent with it; diagnostic settings need none.
    appLogsConfiguration: { destination: 'azure-monitor' }
    vnetConfiguration: empty(subnetId) ? null : { infrastructureSubnetId: subnetId, internal: true }
    workloadProfiles: union(
      [{ name: 'Consumption', workloadProfileType: 'Consumption' }],
      [{ name: profile.name, workloadProfileType: profile.type }]
    )
  }
}

resource app 'Microsoft.App/containerApps@2025-01-01' = {
  name: 'ca-fusion-${token}'
  location: location
  tags: union(tags, { 'azd-service-name': 'compute' })
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environment.id
    workloadProfileName: profile.name
    configuration: {
      activeRevisionsMode: 'Single'
      registries: [{ server: registryEndpoint, identity: identityId }]
    }
    template: {
      // A message is given back within this time when a replica is taken away.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'compute'
          image: empty(image) ? 'mcr.microsoft.com/k8se/quickstart:latest' : image
          resources: { cpu: json(profile.cpu), memory: profile.memory }
          env: [
            { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
            { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'Authorization=AAD;ClientId=${identityClientId}' }
            { name: 'AZURE_CLIENT_ID', value: identityClientId }
            { name: 'FUSION_STORE', value: '${account.properties.primaryEndpoints.blob}${containerName}' }
            { name: 'FUSION_QUEUE', value: '${account.properties.primaryEndpoints.queue}${queueName}' }
            { name: 'FUSION_DEVICE', value: profile.device }
            { name: 'FUSION_HEALTH', value: '0.0.0.0:8080' }
          ]
          probes: [{ type: 'Liveness', httpGet: { path: '/healthz', port: 8080 }, initialDelaySeconds: 30, periodSeconds: 30, failureThreshold: 10 }]
        }
      ]
      scale: {
        minReplicas: 0
        maxReplicas: maxReplicas
        rules: [
          {
            name: 'requests'
            azureQueue: { accountName: account.name, queueName: queueName, queueLength: 1, identity: identityId }
          }
        ]
      }
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: environment
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output name string = app.name
