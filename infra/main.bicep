targetScope = 'subscription'

@minLength(1)
@maxLength(20)
@description('Names everything; azd passes its environment\'s name.')
param environmentName string

@description('The region. A GPU needs one that has it.')
param location string

@allowed(['cpu', 't4', 'a100'])
@description('Where models run. cpu needs no GPU quota.')
param gpu string = 'cpu'

@minValue(1)
@maxValue(100)
@description('Replicas of the compute app at most; none run while there is no work.')
param maxReplicas int = 4

@description('The image of the compute app; empty for a placeholder until the first deployment.')
param computeImage string = ''

@description('Whether storage and secrets are reachable from a virtual network alone.')
param usePrivateNetwork bool = false

@minValue(0)
@description('Days after which a cached checkpoint that nobody read is deleted; 0 keeps them.')
param checkpointDays int = 30

@minValue(1)
@description('The monthly budget in the subscription\'s currency.')
param monthlyBudget int = 200

@description('Who is told of alerts and of the budget; empty for nobody.')
param alertEmail string = ''

@description('The first day of the month in which the budget begins; empty for this month. A budget keeps the day that it was created with.')
param budgetStart string = ''

@description('Not to be given: only a parameter may ask for the time.')
param thisMonth string = utcNow('yyyy-MM-01')

@description('Who deploys, and may put the hub\'s token into the vault; empty for nobody.')
param deployerId string = ''

var token = toLower(uniqueString(subscription().id, environmentName, location))
var firstBudgetDay = empty(budgetStart) ? thisMonth : budgetStart
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module resources 'modules/resources.bicep' = {
  name: 'fusion-resources'
  scope: group
  params: {
    location: location
    token: token
    tags: tags
    gpu: gpu
    maxReplicas: maxReplicas
    computeImage: computeImage
    usePrivateNetwork: usePrivateNetwork
    checkpointDays: checkpointDays
    alertEmail: alertEmail
    deployerId: deployerId
  }
}

module budget 'modules/budget.bicep' = if (!empty(alertEmail)) {
  name: 'fusion-budget'
  scope: group
  params: {
    name: 'fusion-${token}'
    amount: monthlyBudget
    start: firstBudgetDay
    email: alertEmail
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = resources.outputs.registryEndpoint
output SERVICE_API_NAME string = resources.outputs.functionAppName
output SERVICE_COMPUTE_NAME string = resources.outputs.computeAppName
// azd keeps it for the next deployment.
output FUSION_BUDGET_START string = empty(alertEmail) ? '' : firstBudgetDay
output FUSION_STORE string = resources.outputs.storeUrl
output FUSION_STORAGE_ACCOUNT string = resources.outputs.storageAccountName
output FUSION_URL string = resources.outputs.functionAppUrl
