param location string
param token string
param tags object
param identityId string
param identityClientId string
param storageAccountName string
param containerName string
param deploymentContainerName string
param queueName string
param tokenSecretUri string
param applicationInsightsName string
param workspaceId string
param subnetId string

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = { name: storageAccountName }
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: applicationInsightsName }

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-fusion-${token}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'func-fusion-${token}'
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${account.properties.primaryEndpoints.blob}${deploymentContainerName}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: 40 }
    }
  }
}

resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: {
    APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identityClientId}'
    // The exporter would keep five traces a second, and of a run's trace only pieces.
    OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage'
    OTEL_TRACES_SAMPLER_ARG: '1.0'
    AZURE_CLIENT_ID: identityClientId
    AzureWebJobsStorage__accountName: account.name
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identityClientId
    FUSION_STORE: '${account.properties.primaryEndpoints.blob}${containerName}'
    FUSION_QUEUE: '${account.properties.primaryEndpoints.queue}${queueName}'
    FUSION_CONTAINER: containerName
    FUSION_UPLOADS__blobServiceUri: account.properties.primaryEndpoints.blob
    FUSION_UPLOADS__queueServiceUri: account.properties.primaryEndpoints.queue
    FUSION_UPLOADS__credential: 'managedidentity'
    FUSION_UPLOADS__clientId: identityClientId
    HF_TOKEN: '@Microsoft.KeyVault(SecretUri=${tokenSecretUri})'
  }
}

resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: app
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'FunctionAppLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
